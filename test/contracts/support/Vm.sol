// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title The cheatcodes of Hardhat's Solidity test runner that our tests use
/// @notice Nothing here exists on a chain: the runner answers at an address that has no code anywhere else.
interface Vm {
    /// @notice The next call, and only it, comes from `sender`.
    function prank(address sender) external;

    /// @notice Every call comes from `sender` until `stopPrank`.
    function startPrank(address sender) external;

    function stopPrank() external;

    /// @notice Sets `block.timestamp`, in seconds.
    function warp(uint256 timestamp) external;

    /// @notice Sets `block.number`.
    function roll(uint256 number) external;

    /// @notice Sets the balance of `account`, in wei.
    function deal(address account, uint256 balance) external;

    /// @notice Discards this input of a fuzz test, or this call of an invariant run, unless the condition holds.
    function assume(bool condition) external pure;

    /// @notice The next call must revert.
    function expectRevert() external;

    /// @notice The next call must revert with this custom error, whatever its arguments.
    function expectPartialRevert(bytes4 selector) external;

    /// @notice The next call must revert with exactly these bytes.
    function expectRevert(bytes calldata data) external;

    /// @notice Names an address in traces.
    function label(address account, string calldata name) external;
}
