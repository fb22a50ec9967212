// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { TestToken } from "./TestToken.sol";

/// @title A stand-in for collateral with moods: it refuses listed accounts, everybody while paused, and charges when told to. Never deployed.
contract BlockingToken is TestToken {
    error BlockingTokenRefused(address account);

    mapping(address account => bool) private _blocked;
    bool private _paused;
    uint256 private _feeBps;

    constructor(string memory symbol, uint8 tokenDecimals) TestToken(symbol, symbol, tokenDecimals) {}

    function setBlocked(address account, bool blocked) external {
        _blocked[account] = blocked;
    }

    function setPaused(bool paused) external {
        _paused = paused;
    }

    /// @notice Of every transfer from now on, burned on the way.
    function setFee(uint256 feeBps) external {
        _feeBps = feeBps;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (_blocked[from]) revert BlockingTokenRefused(from);
        if (_blocked[to] || _paused) revert BlockingTokenRefused(to);
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0), (amount * _feeBps) / 1e4);
    }
}
