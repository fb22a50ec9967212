// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IDerivative } from "./IDerivative.sol";

/// @title Somebody who sells what an auction sold them before they pay for it
interface IAuctionTaker {
    /// @notice Called on whoever takes with data, once the collateral has been sent and before `owed` is pulled by `transferFrom`.
    /// The auction house is locked meanwhile, and so are its views; the Ledger is open.
    /// @param owed Derivative that the taker must hold, and have approved the auction house for, when this returns.
    /// @param data What the taker passed along.
    function onTake(IDerivative derivative, uint256 owed, bytes calldata data) external;
}
