// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { TestToken } from "./TestToken.sol";

/// @title A stand-in for collateral that changes its manners after it was listed. Never deployed.
contract MoodyToken is TestToken("Moody token", "MOODY", 18) {
    error MoodyTokenRefuses();

    uint256 private _feeBps;
    uint256 private _boast;
    bool private _refuses;

    /// @notice From now on `feeBps` of every transfer are burned on the way, every receiver of one seems to have `boast` more than it has, and with
    /// `refuses` there are no transfers.
    function set(uint256 feeBps, uint256 boast, bool refuses) external {
        (_feeBps, _boast, _refuses) = (feeBps, boast, refuses);
    }

    function balanceOf(address account) public view override returns (uint256) {
        uint256 balance = super.balanceOf(account);
        return balance == 0 ? 0 : balance + _boast;
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool moves = from != address(0) && to != address(0);
        if (moves && _refuses) revert MoodyTokenRefuses();
        super._update(from, to, amount);
        if (moves && _feeBps != 0) super._update(to, address(0), (amount * _feeBps) / 1e4);
    }
}
