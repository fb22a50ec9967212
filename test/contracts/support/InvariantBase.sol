// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { FuzzBase } from "./FuzzBase.sol";

/// @title What an invariant test tells the runner: whom to call, with which functions, as whom
/// @notice Set the targets in `setUp`. The runner then calls the target functions in random order with random arguments and, after each
/// call, every function whose name starts with `invariant`.
abstract contract InvariantBase is FuzzBase {
    /// @dev The name and the shape are the runner's.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    address[] private _targetContracts;
    address[] private _targetSenders;
    FuzzSelector[] private _targetSelectors;

    function targetContracts() external view returns (address[] memory) {
        return _targetContracts;
    }

    function targetSenders() external view returns (address[] memory) {
        return _targetSenders;
    }

    function targetSelectors() external view returns (FuzzSelector[] memory) {
        return _targetSelectors;
    }

    /// @dev Calls every external function of `target` that is not view. Without any target the runner calls every contract made in `setUp`.
    function targetContract(address target) internal {
        _targetContracts.push(target);
    }

    /// @dev Calls only these functions of `target`. Every name is drawn with the same chance, so one that stands twice comes twice as often.
    function targetSelector(address target, bytes4[] memory selectors) internal {
        _targetSelectors.push(FuzzSelector(target, selectors));
    }

    /// @dev Calls come only from the senders named, which must not be precompiles. Without any, they come from random addresses.
    function targetSender(address sender) internal {
        _targetSenders.push(sender);
    }
}
