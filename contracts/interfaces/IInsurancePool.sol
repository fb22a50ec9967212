// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IPatientVault } from "./IPatientVault.sol";

/// @title First-loss money that people offer against bad debt, for yield
/// @notice The second step of the waterfall, after the surplus. What a draw takes is gone: a depositor gets nothing for it.
interface IInsurancePool is IPatientVault {
    event Drawn(address indexed caller, address indexed receiver, uint256 amount);

    error InsurancePoolZeroReceiver();

    /// @notice Sends up to `maxAmount` (18 decimals) of the pool's derivative to `receiver`, who covers bad debt with it. Restricted to MODULE.
    /// @return drawn The smaller of `maxAmount` and `spendable()`; 0 does nothing, so a waterfall runs on past an empty or retired pool.
    function draw(uint256 maxAmount, address receiver) external returns (uint256 drawn);
}
