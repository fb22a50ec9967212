// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Address } from "@openzeppelin/contracts/utils/Address.sol";
import { TestToken } from "./TestToken.sol";

/// @title A stand-in for hostile collateral: once armed, every transfer makes a call of the test's choice first. Never deployed.
contract ReentrantToken is TestToken("Hostile token", "HOSTILE", 18) {
    address private _target;
    bytes private _call;

    /// @notice From now on every transfer calls `target` with `call` and passes its failure on.
    function arm(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_target != address(0) && from != address(0)) Address.functionCall(_target, _call);
        super._update(from, to, amount);
    }
}
