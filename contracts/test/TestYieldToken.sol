// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Stand-in for a yield-bearing token in the manner of wstETH: anybody mints, the ratio grows by itself
/// @notice For tests, demos and dry runs. Never shipped.
contract TestYieldToken is ERC20 {
    uint256 private constant WAD = 1e18;

    /// @notice Ratio at `STARTED_AT`, 18 decimals.
    uint256 public immutable START_RATIO;

    /// @notice Share of the start ratio that is added per year of 365 days, 18 decimals: linear, without compounding.
    uint256 public immutable YEARLY_RATE;

    /// @notice Unix time, in seconds, of the deployment.
    uint256 public immutable STARTED_AT;

    constructor(
        string memory name_,
        string memory symbol_,
        uint256 startRatio,
        uint256 yearlyRate
    ) ERC20(name_, symbol_) {
        START_RATIO = startRatio;
        YEARLY_RATE = yearlyRate;
        STARTED_AT = block.timestamp;
    }

    /// @notice Mints `amount` to `to`.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Underlying per whole token, 18 decimals, rounded down.
    function stEthPerToken() external view returns (uint256) {
        uint256 growthWad = (YEARLY_RATE * (block.timestamp - STARTED_AT)) / 365 days;
        return START_RATIO + Math.mulDiv(START_RATIO, growthWad, WAD);
    }
}
