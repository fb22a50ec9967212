// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";

/// @title The issued token
contract Derivative is IDerivative, ERC20, ERC20Permit {
    /// @inheritdoc IDerivative
    address public immutable LEDGER;

    constructor(string memory name, string memory symbol, address ledger) ERC20(name, symbol) ERC20Permit(name) {
        LEDGER = ledger;
    }

    modifier onlyLedger() {
        if (msg.sender != LEDGER) revert DerivativeOnlyLedger(msg.sender);
        _;
    }

    /// @inheritdoc IDerivative
    function mint(address to, uint256 amount) external onlyLedger {
        _mint(to, amount);
    }

    /// @inheritdoc IDerivative
    function burn(address from, uint256 amount) external onlyLedger {
        _burn(from, amount);
    }
}
