// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";

/// @title Asks a vault for its limits and remembers the largest, so that a test can ask in the middle of a call
/// @notice For tests. Never shipped.
contract LimitsAsker {
    IERC4626 private immutable VAULT;

    bool public asked;
    uint256 public largest;

    constructor(IERC4626 vault) {
        VAULT = vault;
    }

    /// @notice Asks for all four limits of `owner`.
    function ask(address owner) external {
        asked = true;
        _remember(VAULT.maxDeposit(owner));
        _remember(VAULT.maxMint(owner));
        _remember(VAULT.maxWithdraw(owner));
        _remember(VAULT.maxRedeem(owner));
    }

    function _remember(uint256 limit) private {
        if (limit > largest) largest = limit;
    }
}
