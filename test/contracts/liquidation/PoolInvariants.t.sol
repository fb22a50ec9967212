// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IPatientVault } from "../../../contracts/interfaces/IPatientVault.sol";
import { StabilityPool } from "../../../contracts/liquidation/StabilityPool.sol";
import { InvariantBase } from "../support/InvariantBase.sol";
import { PoolHandler } from "./PoolHandler.sol";

/// @title What holds for every pool after every call, whatever was called before
contract PoolInvariantsTest is InvariantBase {
    PoolHandler private _world;

    function setUp() public {
        _world = new PoolHandler();
        targetContract(address(_world));
        targetSelector(address(_world), _world.actions());
        targetSender(address(0xCA11));
    }

    /// @dev One campaign for both: what is owed is there, in every vault, and in one of them everybody then takes it home.
    function invariant_whatIsOwedIsThereAndEverybodyCanLeaveWithIt() public {
        for (uint256 i = 0; i < _world.VAULTS(); ++i) {
            _assertAssets(_world.vaultAt(i));
            if (i < _world.POOLS()) _assertClaims(i);
        }
        _leave(uint256(keccak256(abi.encode(block.timestamp, _world.USD().totalSupply()))) % _world.VAULTS());
    }

    /// @dev Shares are the depositors', redeemable for no more than the assets, which with unvested yield are held.
    function _assertAssets(IPatientVault vault) private view {
        (uint256 shares, uint256 worth) = (0, 0);
        for (uint256 i = 0; i < _world.DEPOSITORS(); ++i) {
            address owner = _world.depositors(i);
            uint256 balance = vault.balanceOf(owner);
            assertLe(vault.requestOf(owner).shares, balance, "more was asked for than is owned");
            shares += balance;
            worth += vault.convertToAssets(balance);
        }
        assertEq(vault.totalSupply(), shares, "all shares belong to depositors");
        assertLe(worth, vault.totalAssets(), "shares are worth more than the assets");
        uint256 held = _world.USD().balanceOf(address(vault));
        assertLe(vault.totalAssets() + vault.unvested(), held, "assets are not there");
        assertLe(vault.totalSupply(), (vault.totalAssets() + 1) * 1e15, "the price fell below a billionth");
    }

    /// @dev Each depositor got, or may claim, a holder's part of every absorption: less by at most a billionth and a unit, never more.
    function _assertClaims(uint256 place) private view {
        StabilityPool pool = _world.pools(place);
        uint256 owed = 0;
        for (uint256 i = 0; i < _world.DEPOSITORS(); ++i) {
            address owner = _world.depositors(i);
            uint256 claimable = pool.claimableOf(owner);
            uint256 entitled = _world.entitledX64(place, owner);
            uint256 got = claimable + _world.claimed(place, owner);
            owed += claimable;
            assertLe(got, (entitled + 2 ** 32) >> 64, "a depositor has more than its part");
            assertLe(entitled, ((got + 1) << 64) + entitled / 1e9, "a depositor has less than its part");
        }
        assertLe(owed, pool.COLLATERAL().balanceOf(address(pool)), "claims are not there");
    }

    /// @dev One after the other, whatever others did before, from a retired vault as from any.
    function _leave(uint256 place) private {
        IPatientVault vault = _world.vaultAt(place);
        for (uint256 i = 0; i < _world.DEPOSITORS(); ++i) {
            address owner = _world.depositors(i);
            vm.startPrank(owner);
            vault.requestWithdrawal(vault.balanceOf(owner));
            vm.warp(block.timestamp + vault.cooldown());
            vault.redeem(vault.balanceOf(owner), owner, owner);
            if (place < _world.POOLS()) _claimAll(_world.pools(place), owner);
            vm.stopPrank();
        }
        assertEq(vault.totalSupply(), 0, "a share could not leave");
    }

    function _claimAll(StabilityPool pool, address owner) private {
        IERC20 token = pool.COLLATERAL();
        (uint256 before, uint256 claimable) = (token.balanceOf(owner), pool.claimableOf(owner));
        pool.claim(owner);
        assertEq(token.balanceOf(owner) - before, claimable, "a claim was not paid");
        assertEq(pool.claimableOf(owner), 0, "a whole unit was left");
    }
}
