// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { ERC20Votes } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { Time } from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title The vote of the DAO
/// @notice A fixed supply, minted once: nobody can mint, pause or take tokens afterwards, the DAO included.
/// A holder has votes only after delegating, to itself or to somebody else.
/// @dev Votes are checkpointed by time, not by block: block intervals differ between chains and change with upgrades, seconds do not.
contract BallastToken is ERC20, ERC20Permit, ERC20Votes {
    /// @param recipient Receives the whole supply.
    /// @param supply Tokens that will ever exist, 18 decimals.
    constructor(address recipient, uint256 supply) ERC20("Ballast", "BLST") ERC20Permit("Ballast") {
        _mint(recipient, supply);
    }

    /// @notice Time at which votes are counted: Unix time in seconds.
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Machine-readable description of `clock` (ERC-6372).
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
