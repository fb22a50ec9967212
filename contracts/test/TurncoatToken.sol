// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { TestToken } from "./TestToken.sol";

/// @title A stand-in for collateral that turns hostile later: it charges, stops, or refuses an account. Never deployed.
contract TurncoatToken is TestToken {
    enum Mood {
        Calm,
        Charging,
        Stopped
    }

    error TurncoatTokenStopped();
    error TurncoatTokenRefuses(address account);

    Mood public mood;
    mapping(address account => bool) public isRefused;

    constructor(uint8 tokenDecimals) TestToken("Turncoat", "TURN", tokenDecimals) {}

    /// @notice Charging burns a tenth of every transfer on the way.
    function setMood(Mood next) external {
        mood = next;
    }

    /// @notice Neither to nor from this account, like tokens with a blacklist.
    function refuse(address account, bool refused) external {
        isRefused[account] = refused;
    }

    function _update(address from, address to, uint256 amount) internal override {
        bool isTransfer = from != address(0) && to != address(0);
        if (isTransfer && mood == Mood.Stopped) revert TurncoatTokenStopped();
        if (isTransfer && isRefused[from]) revert TurncoatTokenRefuses(from);
        if (isTransfer && isRefused[to]) revert TurncoatTokenRefuses(to);
        super._update(from, to, amount);
        if (isTransfer && mood == Mood.Charging) super._update(to, address(0), amount / 10);
    }
}
