// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The issued token. Only the Ledger mints and burns it.
interface IDerivative is IERC20 {
    error DerivativeOnlyLedger(address caller);

    /// @notice Only the Ledger. `amount` has 18 decimals.
    function mint(address to, uint256 amount) external;

    /// @notice Only the Ledger, which burns from the account that calls it and from nobody else, so no allowance is needed.
    function burn(address from, uint256 amount) external;

    function LEDGER() external view returns (address);
}
