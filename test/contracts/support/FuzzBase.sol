// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Vm } from "./Vm.sol";

/// @title What a fuzz test needs besides the contract under test
/// @dev An assertion reverts. In a test or an invariant that fails the test. In a handler it does so only under `invariant.failOnRevert`,
/// and is swallowed otherwise: the runner takes it for one more call that did not go through.
abstract contract FuzzBase {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error AssertionFailed(string what);
    error AssertionFailedEq(string what, uint256 left, uint256 right);
    error AssertionFailedLe(string what, uint256 smaller, uint256 larger);
    error AssertionFailedAddress(string what, address left, address right);

    /// @dev Folds any number into [min, max], so that no input is wasted. Numbers that fit stay as they are, and the ends of the range
    /// of a word become the ends of [min, max]: the fuzzer likes them, and so do bugs.
    function bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        assertLe(min, max, "bound: empty range");
        if (value >= min && value <= max) return value;
        uint256 size = max - min + 1;
        if (value <= 3 && size > value) return min + value;
        uint256 fromEnd = type(uint256).max - value;
        if (fromEnd <= 3 && size > fromEnd) return max - fromEnd;
        return min + (value % size);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert AssertionFailed(what);
    }

    function assertEq(uint256 left, uint256 right, string memory what) internal pure {
        if (left != right) revert AssertionFailedEq(what, left, right);
    }

    function assertEq(address left, address right, string memory what) internal pure {
        if (left != right) revert AssertionFailedAddress(what, left, right);
    }

    function assertLe(uint256 smaller, uint256 larger, string memory what) internal pure {
        if (smaller > larger) revert AssertionFailedLe(what, smaller, larger);
    }

    function assertLt(uint256 smaller, uint256 larger, string memory what) internal pure {
        if (smaller >= larger) revert AssertionFailedLe(what, smaller, larger);
    }
}
