// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC4626 } from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

import { IRateSource } from "../interfaces/IRateSource.sol";

/// @title What a whole share of an ERC-4626 vault is worth in its asset as a rate source
/// @notice The vault's own ideal rate (`convertToAssets`), without fees and limits of a withdrawal, rounded down. Whoever can donate to
/// the vault can raise it: how far that is believed is the OracleHub's part.
contract Erc4626Rate is IRateSource {
    /// @notice More decimals than any token has; with them both powers of ten fit a word.
    uint8 public constant MAX_DECIMALS = 36;

    uint256 private constant WAD = 1e18;

    IERC4626 public immutable VAULT;

    uint256 private immutable WHOLE_SHARE;
    uint256 private immutable WHOLE_ASSET;

    error Erc4626RateBadDecimals(uint8 decimals, uint8 max);

    constructor(IERC4626 vault) {
        VAULT = vault;
        WHOLE_SHARE = _whole(vault);
        WHOLE_ASSET = _whole(IERC20Metadata(vault.asset()));
    }

    /// @inheritdoc IRateSource
    function rate() external view returns (uint256 rateWad) {
        return Math.mulDiv(VAULT.convertToAssets(WHOLE_SHARE), WAD, WHOLE_ASSET);
    }

    function _whole(IERC20Metadata token) private view returns (uint256) {
        uint8 decimals = token.decimals();
        if (decimals > MAX_DECIMALS) revert Erc4626RateBadDecimals(decimals, MAX_DECIMALS);
        return 10 ** decimals;
    }
}
