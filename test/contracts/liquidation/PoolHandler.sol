// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { IPatientVault } from "../../../contracts/interfaces/IPatientVault.sol";
import { StabilityPool } from "../../../contracts/liquidation/StabilityPool.sol";
import { PoolWorld } from "./PoolWorld.sol";

/// @title Depositors come, wait, trade and go, keepers absorb vaults at any price, modules draw, and somebody gives: one random call at a time
/// @notice What the pools refuse is counted with its reason, what they accept is judged by `PoolWorld`. This contract itself reverts only
/// if something is wrong, so its tests run with `failOnRevert`.
contract PoolHandler is PoolWorld {
    uint256 private _seed;
    uint256 private _place;
    address private _actor;

    /// @dev Every action draws from its own seed whom and what it is about.
    modifier acting(uint256 seed) {
        _seed = seed;
        _place = _draw("place", 0, VAULTS - 1);
        _actor = depositors[_draw("actor", 0, DEPOSITORS - 1)];
        _;
    }

    /// @notice What the runner and the walk choose from: as often as named.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.deposit.selector, this.deposit.selector);
        (selectors[i++], selectors[i++]) = (this.mint.selector, this.request.selector);
        (selectors[i++], selectors[i++]) = (this.depart.selector, this.depart.selector);
        (selectors[i++], selectors[i++]) = (this.depart.selector, this.send.selector);
        (selectors[i++], selectors[i++]) = (this.give.selector, this.give.selector);
        (selectors[i++], selectors[i++]) = (this.absorb.selector, this.absorb.selector);
        (selectors[i++], selectors[i++]) = (this.absorb.selector, this.absorb.selector);
        (selectors[i++], selectors[i++]) = (this.draw.selector, this.claim.selector);
        (selectors[i++], selectors[i++]) = (this.donate.selector, this.govern.selector);
        (selectors[i++], selectors[i++]) = (this.absorb.selector, this.exhaust.selector);
    }

    function _draw(string memory use, uint256 min, uint256 max) private view returns (uint256) {
        return min + (uint256(keccak256(abi.encode(_seed, use))) % (max - min + 1));
    }

    /// @dev Of any size from a wei up to `most`, every power of two as likely as the next.
    function _amount(uint256 most) private view returns (uint256) {
        uint256 folded = most >> _draw("scale", 0, Math.log2(most + 1));
        return _draw("amount", folded / 2, folded);
    }

    /* DEPOSITORS */

    function deposit(uint256 seed) external acting(seed) {
        IPatientVault vault = vaultAt(_place);
        Sight memory before = _look(_place);
        uint256 assets = _amount(USD.balanceOf(_actor));
        uint256 foreseen = vault.previewDeposit(assets);
        vm.prank(_actor);
        try vault.deposit(assets, _actor) returns (uint256 shares) {
            assertEq(shares, foreseen, "a deposit is not what was foreseen");
            assertLe(vault.convertToAssets(shares), assets, "a deposit gained");
            _comparePrice(_place, before);
            ++done["deposit"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function mint(uint256 seed) external acting(seed) {
        IPatientVault vault = vaultAt(_place);
        Sight memory before = _look(_place);
        uint256 shares = _amount(vault.convertToShares(USD.balanceOf(_actor)));
        uint256 foreseen = vault.previewMint(shares);
        vm.prank(_actor);
        try vault.mint(shares, _actor) returns (uint256 assets) {
            assertEq(assets, foreseen, "a mint is not what was foreseen");
            assertLe(vault.convertToAssets(shares), assets, "a mint gained");
            _comparePrice(_place, before);
            ++done["mint"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function request(uint256 seed) external acting(seed) {
        _request(vaultAt(_place), _actor);
    }

    function _request(IPatientVault vault, address owner) private {
        uint256 balance = vault.balanceOf(owner);
        uint256 shares = _seed % 4 == 0 ? _amount(balance) : balance;
        vm.prank(owner);
        vault.requestWithdrawal(shares);
        ++done["request"];
    }

    /// @notice Asks, waits and leaves; some come too early or too late, some take shares, others assets, and time passes for all.
    function depart(uint256 seed) external acting(seed) {
        IPatientVault vault = vaultAt(_place);
        if (seed % 3 != 0) _request(vault, _actor);
        vm.warp(block.timestamp + (seed % 5 == 0 ? _draw("early", 0, 3 days) : vault.cooldown()));
        Sight memory before = _look(_place);
        uint256 most = vault.maxRedeem(_actor);
        uint256 worth = vault.maxWithdraw(_actor);
        uint256 money = USD.balanceOf(_actor);
        bool ready = vault.requestOf(_actor).readyAt <= block.timestamp;
        assertTrue(ready || most == 0, "somebody may leave before the time");
        vm.startPrank(_actor);
        if (seed % 2 == 0) assertEq(vault.redeem(most, _actor, _actor), worth, "a redemption is not what was said");
        else assertLe(vault.withdraw(worth, _actor, _actor), most, "a withdrawal takes more shares than there are");
        vm.stopPrank();
        assertEq(USD.balanceOf(_actor) - money, worth, "less than the most was paid");
        _comparePrice(_place, before);
        if (worth != 0) ++done["leave"];
        if (vault.retired() && worth != 0) ++seen["left a retired vault"];
    }

    function send(uint256 seed) external acting(seed) {
        IPatientVault vault = vaultAt(_place);
        Sight memory before = _look(_place);
        uint256 shares = _amount(vault.balanceOf(_actor));
        uint256 asked = vault.requestOf(_actor).shares;
        vm.prank(_actor);
        assertTrue(vault.transfer(depositors[_draw("to", 0, DEPOSITORS - 1)], shares), "a transfer failed");
        if (vault.requestOf(_actor).shares < asked) ++seen["a request was cut"];
        _comparePrice(_place, before);
        ++done["send"];
    }

    function claim(uint256 seed) external acting(seed) {
        _place %= POOLS;
        StabilityPool pool = pools[_place];
        uint256 foreseen = pool.claimableOf(_actor);
        uint256 before = pool.COLLATERAL().balanceOf(_actor);
        vm.prank(_actor);
        uint256 collateral = pool.claim(_actor);
        assertEq(collateral, foreseen, "a claim is not what was said");
        assertEq(pool.COLLATERAL().balanceOf(_actor) - before, collateral, "a claim did not arrive");
        claimed[_place][_actor] += collateral;
        if (collateral != 0) ++done["claim"];
    }

    /* GIVING */

    function give(uint256 seed) external acting(seed) {
        IPatientVault vault = vaultAt(_place);
        Sight memory before = _look(_place);
        uint256 rest = vault.unvested();
        uint256 until = vault.vestsUntil();
        uint256 amount = _amount(Math.min(USD.balanceOf(_actor), 1e23));
        vm.prank(_actor);
        try vault.addYield(amount) {
            assertEq(vault.unvested(), rest + amount, "yield counted at once");
            assertEq(vault.totalAssets(), before.assets, "yield moved the price");
            if (rest != 0) _compareVesting(vault, rest, amount, until - block.timestamp);
            ++done["give"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev New yield neither hurries the old nor holds it up by more than its own weight.
    function _compareVesting(IPatientVault vault, uint256 rest, uint256 amount, uint256 left) private {
        uint256 lasts = vault.vestsUntil() - block.timestamp;
        (uint256 least, uint256 most) = (Math.min(left, vault.vesting()), Math.max(left, vault.vesting()));
        assertTrue(least <= lasts && lasts <= most, "yield vests in another time than either");
        if (amount * 7 days < rest) assertLe(lasts, left, "next to nothing held a yield up");
        ++seen["yield on yield"];
    }

    /// @notice What is sent without a call counts for nothing.
    function donate(uint256 seed) external acting(seed) {
        Sight memory before = _look(_place);
        vm.prank(BANK);
        assertTrue(USD.transfer(address(vaultAt(_place)), _amount(1e24)), "a transfer failed");
        if (_place < POOLS) _listings[_place].token.mint(address(vaultAt(_place)), _amount(1e30));
        _comparePrice(_place, before);
        assertEq(before.assets, _look(_place).assets, "a donation counts");
        if (seed % 2 == 0) vm.warp(block.timestamp + _draw("time", 0, 2 days));
    }

    /* LOSSES */

    /// @notice Somebody borrows, the price falls to any health below 1, a keeper absorbs what it likes, and the price recovers.
    function absorb(uint256 seed) external acting(seed) {
        _place %= POOLS;
        _borrow(100e18 << _draw("size", 0, 16));
        _reprice(_fallen());
        Sight memory before = _look(_place);
        uint256 spendable = pools[_place].spendable();
        uint256 debt = LEDGER.debtOf(_listings[_place].id, BORROWER);
        uint256 maxRepay =
            seed % 3 == 0
                ? type(uint256).max
                : seed % 3 == 1
                    ? _amount(debt)
                    : debt / 2;
        vm.prank(KEEPER);
        try pools[_place].absorb(_listings[_place].id, BORROWER, maxRepay) returns (
            uint256 repaid,
            uint256 collateral,
            uint256 reward
        ) {
            assertLe(repaid, Math.min(maxRepay, spendable), "more was spent than there was");
            _compareAbsorbed(before, repaid, collateral, reward);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
        _recover();
    }

    /// @dev The depositors have at least the worth of what was burned, at the price of the liquidation, but for the Ledger's rounding to a wei.
    function _compareAbsorbed(Sight memory before, uint256 repaid, uint256 collateral, uint256 reward) private {
        Listing memory market = _listings[_place];
        uint256 price = ORACLE.peek(market.feed).high;
        assertLe(repaid, Math.mulDiv(collateral, price, market.unit) + 2, "depositors paid more than they got");
        assertLe(reward, ((collateral + reward) * pools[_place].absorbRewardBps()) / 1e4, "the reward is too large");
        _compareLoss(_place, before, repaid);
        _entitle(_place, collateral);
        ++done["absorb"];
        if (reward != 0) ++seen["reward"];
        if (LEDGER.debtOf(market.id, BORROWER) != 0) ++seen["a part absorbed"];
        if (before.supply > before.assets * 1e8) ++seen["absorbed at a low price"];
    }

    /// @dev At a ratio of 151 % of the fair price.
    function _borrow(uint256 debt) private {
        Listing memory market = _listings[_place];
        uint256 collateral = Math.mulDiv(debt, 151 * market.unit, 100 * market.fairPrice, Math.Rounding.Ceil);
        _open(market, BORROWER, collateral + 1, debt);
    }

    /// @dev Health 1 is at 80 / 151 of the fair price: from a tenth of that up to all of it.
    function _fallen() private view returns (uint256) {
        uint256 healthBps = _seed % 4 == 0 ? _draw("health", 1_000, 9_000) : _draw("health", 9_000, 9_999);
        return Math.mulDiv(_listings[_place].fairPrice, 10_000 * healthBps, 15_100 * 8_000);
    }

    function _reprice(uint256 price) private {
        _publish(_listings[_place], price, price, PriceState.OK);
    }

    /// @dev The bank pays what is left of the debt and the borrower takes what is left of the collateral.
    function _recover() private {
        Listing memory market = _listings[_place];
        _reprice(market.fairPrice);
        if (LEDGER.debtOf(market.id, BORROWER) != 0) {
            vm.prank(BANK);
            LEDGER.adjust(market.id, BORROWER, 0, type(int256).min, address(0));
        }
        uint256 left = LEDGER.vaultOf(market.id, BORROWER).collateral;
        if (left == 0) return;
        vm.prank(BORROWER);
        LEDGER.adjust(market.id, BORROWER, -int256(left), 0, BORROWER);
    }

    function draw(uint256 seed) external acting(seed) {
        Sight memory before = _look(POOLS);
        uint256 spendable = insurance.spendable();
        uint256 amount = seed % 3 == 0 ? type(uint256).max : _amount(before.assets);
        uint256 drawn = insurance.draw(amount, BANK);
        assertEq(drawn, Math.min(amount, spendable), "a draw is not what was foreseen");
        if (drawn == 0) return;
        _compareLoss(POOLS, before, drawn);
        ++done["draw"];
    }

    /// @notice A run of losses, each as large as it may be, with new money in between: four of them bring a vault to its end.
    function exhaust(uint256 seed) external acting(seed) {
        if (seed % 16 != 0) return;
        for (uint256 i = 0; i < 5 && !insurance.retired(); ++i) {
            uint256 assets = Math.min(USD.balanceOf(_actor), insurance.totalAssets() * 200 + 1_000e18);
            vm.prank(_actor);
            insurance.deposit(assets, _actor);
            Sight memory before = _look(POOLS);
            _compareLoss(POOLS, before, insurance.draw(type(uint256).max, _actor));
        }
        ++done["exhaust"];
    }

    /* GOVERNANCE */

    function govern(uint256 seed) external acting(seed) {
        vaultAt(_place).setCooldown(uint32(_draw("cooldown", 0, 14 days)));
        vaultAt(_place).setVesting(uint32(_draw("vesting", 1 hours, 7 days)));
        if (_place < POOLS) pools[_place].setAbsorbReward(_draw("reward", 0, 100));
        ++done["govern"];
    }
}
