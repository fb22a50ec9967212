// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ILedger } from "../interfaces/ILedger.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { TestToken } from "./TestToken.sol";

/// @title Fills a market with vaults of owners who do not exist, many in a transaction. Never deployed outside tests.
contract Crowd {
    ILedger private immutable LEDGER;

    constructor(ILedger ledger) {
        LEDGER = ledger;
    }

    /// @notice Locks one unit of collateral for each of `count` owners, who are numbers from `from` on.
    function open(MarketId id, uint256 from, uint256 count) external {
        TestToken token = TestToken(address(LEDGER.keyOf(id).collateral));
        token.mint(address(this), count);
        token.approve(address(LEDGER), count);
        for (uint256 i = 0; i < count; ++i) {
            LEDGER.adjust(id, address(uint160(1e9 + from + i)), 1, 0, address(0));
        }
    }
}
