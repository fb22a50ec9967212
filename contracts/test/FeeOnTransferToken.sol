// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { TestToken } from "./TestToken.sol";

/// @title A stand-in for collateral that charges: one percent of every transfer is burned on the way. Never deployed.
contract FeeOnTransferToken is TestToken("Charging token", "CHARGE", 18) {
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0)) super._update(to, address(0), amount / 100);
    }
}
