// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { IInsurancePool } from "../interfaces/IInsurancePool.sol";
import { PatientVault } from "./PatientVault.sol";

/// @title First-loss money that people offer against bad debt
contract InsurancePool is IInsurancePool, PatientVault {
    constructor(
        IDerivative derivative,
        string memory name,
        string memory symbol,
        address authority
    ) PatientVault(derivative, name, symbol, authority) {}

    /// @inheritdoc IInsurancePool
    function draw(uint256 maxAmount, address receiver) external restricted nonReentrant returns (uint256 drawn) {
        if (receiver == address(0)) revert InsurancePoolZeroReceiver();
        drawn = Math.min(maxAmount, _spendable());
        if (drawn == 0) return 0;
        _spend(drawn);
        emit Drawn(msg.sender, receiver, drawn);
        _transferOut(receiver, drawn);
    }
}
