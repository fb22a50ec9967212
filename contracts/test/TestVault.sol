// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC4626 } from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import { TestToken } from "./TestToken.sol";

/// @title Stand-in for a yield-bearing vault: what is donated to it, or taken from it, moves its rate at once
/// @notice For tests. Never shipped.
contract TestVault is ERC4626 {
    uint8 private immutable OFFSET;

    constructor(TestToken underlying, uint8 offset) ERC4626(IERC20(address(underlying))) ERC20("Vault", "V") {
        OFFSET = offset;
    }

    /// @notice Takes assets away, as a slashing does.
    function slash(uint256 assets) external {
        IERC20(asset()).transfer(address(0xdead), assets);
    }

    function _decimalsOffset() internal view override returns (uint8) {
        return OFFSET;
    }
}
