// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { LotState, TakeOrder } from "../../../contracts/interfaces/IAuctionHouse.sol";
import { AuctionParameter } from "../../../contracts/interfaces/IAuctionParameters.sol";
import { MarketState, Vault } from "../../../contracts/interfaces/ILedger.sol";
import { PriceState } from "../../../contracts/interfaces/IOracleHub.sol";
import { MarketId } from "../../../contracts/interfaces/IRiskParameters.sol";
import { AuctionWorld } from "./AuctionWorld.sol";

/// @title Owners borrow, prices move, keepers kick, take and redo, tokens change their minds: one random call at a time
/// @notice A call that is refused is counted with its reason; one that is accepted is judged here. Nothing here reverts unless something is
/// wrong, so its tests run with `failOnRevert`.
contract AuctionHandler is AuctionWorld {
    uint256 private constant OWNERS = 6;
    uint256 private constant KEEPERS = 3;

    /// @notice How often something was done or refused.
    mapping(string => uint256) public seen;
    mapping(bytes4 => uint256) public refused;
    mapping(uint256 lotId => bool) public ranOut;
    address[] public owners;
    address[] public keepers;

    constructor() {
        for (uint256 i = 0; i < OWNERS; ++i) {
            owners.push(address(uint160(0xAC700 + i)));
        }
        for (uint256 i = 0; i < KEEPERS; ++i) {
            keepers.push(address(uint160(0x4EE900 + i)));
            _fund(keepers[i]);
        }
        for (uint256 i = 0; i < 12; ++i) {
            open(uint256(keccak256(abi.encode(i))));
        }
    }

    function _fund(address keeper) private {
        vm.startPrank(BANK);
        assertTrue(USD.transfer(keeper, 2_000_000e18), "a transfer failed");
        assertTrue(EUR.transfer(keeper, 2_000_000e18), "a transfer failed");
        vm.stopPrank();
        vm.startPrank(keeper);
        USD.approve(address(HOUSE), type(uint256).max);
        EUR.approve(address(HOUSE), type(uint256).max);
        vm.stopPrank();
    }

    function listings() external view returns (Listing[] memory) {
        return _listings;
    }

    /// @notice What the runner and the walk choose from: as often as named.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.open.selector, this.open.selector);
        (selectors[i++], selectors[i++]) = (this.slide.selector, this.slide.selector);
        (selectors[i++], selectors[i++]) = (this.slide.selector, this.kick.selector);
        (selectors[i++], selectors[i++]) = (this.kick.selector, this.kick.selector);
        (selectors[i++], selectors[i++]) = (this.take.selector, this.take.selector);
        (selectors[i++], selectors[i++]) = (this.take.selector, this.takeBatch.selector);
        (selectors[i++], selectors[i++]) = (this.redo.selector, this.giveUp.selector);
        (selectors[i++], selectors[i++]) = (this.pass.selector, this.configure.selector);
        (selectors[i++], selectors[i++]) = (this.repay.selector, this.sulk.selector);
        (selectors[i++], selectors[i++]) = (this.claim.selector, this.donate.selector);
    }

    function _mix(uint256 seed, string memory use) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    /* OWNERS, PRICES AND TIME */

    /// @dev Between the minimum and some 100,000, up to a tenth above the ratio.
    function open(uint256 seed) public {
        uint256 place = _mix(seed, "market") % MARKETS;
        (Listing memory market, address owner) = (_listings[place], owners[_mix(seed, "owner") % OWNERS]);
        uint256 debt = (100e18 << (_mix(seed, "scale") % 11)) + (_mix(seed, "debt") % 100e18);
        uint256 value = (debt * (15_001 + (_mix(seed, "ratio") % 1_000))) / BPS;
        uint256 collateral = Math.ceilDiv(value * market.unit, ORACLE.peek(market.feed).low);
        if (place == MOODY) _lift();
        _provide(market, owner, collateral);
        vm.prank(owner);
        try LEDGER.adjust(market.id, owner, int256(collateral), int256(debt), owner) {
            ++seen["open"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev The bank pays, so that owners come back to vaults that are in auction.
    function repay(uint256 seed) external {
        Listing memory market = _listings[_mix(seed, "market") % MARKETS];
        address owner = owners[_mix(seed, "owner") % OWNERS];
        uint256 debt = LEDGER.debtOf(market.id, owner);
        if (debt == 0) return;
        vm.prank(BANK);
        LEDGER.adjust(market.id, owner, 0, -int256(debt), BANK);
        ++seen["repay"];
    }

    /// @dev From a third down to a third up, within a hundredth and four times what is fair.
    function slide(uint256 seed) external {
        Listing memory market = _listings[_mix(seed, "market") % MARKETS];
        uint256 price = (ORACLE.peek(market.feed).high * (6_700 + (_mix(seed, "move") % 6_000))) / BPS;
        price = bound(price, market.fairPrice / 100, market.fairPrice * 4);
        _publish(
            market,
            price - price / 500,
            price,
            _mix(seed, "state") % 8 == 0 ? PriceState.DEGRADED : PriceState.OK
        );
    }

    function pass(uint256 seed) external {
        vm.warp(block.timestamp + (12 << (_mix(seed, "time") % 11)));
    }

    /* KEEPERS */

    function kick(uint256 seed) external {
        (uint256 place, address owner) = _findUnhealthy(seed);
        MarketId id = _listings[place].id;
        address caller = seed % 9 == 0 ? owner : keepers[_mix(seed, "keeper") % KEEPERS];
        MarketState memory before = LEDGER.accruedStateOf(id);
        uint256 debt = LEDGER.debtOf(id, owner);
        uint256 collateral = LEDGER.vaultOf(id, owner).collateral;
        bytes32 others = _othersThan(id, owner);
        vm.prank(caller);
        try HOUSE.kick(id, owner) returns (uint256 lotId) {
            ++seen["kick"];
            assertTrue(caller != owner, "an owner kicked their own vault");
            assertTrue(others == _othersThan(id, owner), "another vault moved");
            _judgeKick(place, owner, lotId, debt, collateral, before.inAuction);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev Invariants 28 and 34 for a seizure, and what the kicker may earn.
    function _judgeKick(
        uint256 place,
        address owner,
        uint256 lotId,
        uint256 debt,
        uint256 collateral,
        uint256 inAuction
    ) private {
        Listing memory market = _listings[place];
        uint256 price = ORACLE.peek(market.feed).high;
        assertLe(Math.mulDiv(collateral, price, market.unit) * 8_000, debt * BPS, "a healthy vault was kicked");
        LotState memory lot = HOUSE.lotOf(lotId);
        Vault memory vault = LEDGER.vaultOf(market.id, owner);
        uint256 rest = LEDGER.debtOf(market.id, owner);
        assertTrue(rest == 0 || rest >= 100e18, "less than the minimum is left");
        if (rest != 0) {
            ++seen["partial kick"];
            // Shares are rounded down and the debt up: up to 2 wei of what was seized stay owed.
            assertLe(collateral * (rest - 2), (vault.collateral + 1) * debt, "more collateral than debt was taken");
        }
        uint256 reward = collateral - vault.collateral - lot.collateral;
        assertLe(Math.mulDiv(reward, price, market.unit), lot.tab - lot.debt, "a reward above the penalty");
        assertEq(lot.topPriceWad, Math.ceilDiv(price * 11_000, BPS), "the start is not the buffer's");
        uint256 most = HOUSE.storedParameter(market.id, AuctionParameter.MaxInAuction);
        assertLe(inAuction + lot.debt, most, "more in auction than allowed");
    }

    function take(uint256 seed) external {
        uint256 lotId = _anyLot(seed);
        if (lotId == 0) return;
        LotState memory lot = HOUSE.lotOf(lotId);
        uint256 kind = _mix(seed, "kind") % 4;
        uint256 most = kind < 2 ? type(uint256).max : bound(_mix(seed, "amount"), 0, lot.collateral);
        (uint256 price, ) = HOUSE.priceOf(lotId);
        if (kind == 2) most = Math.mulDiv(lot.tab, lot.collateral % 97, 100) / (price / 10 ** lot.decimals + 1);
        MarketState memory before = LEDGER.accruedStateOf(lot.id);
        address keeper = keepers[_mix(seed, "keeper") % KEEPERS];
        vm.prank(keeper);
        try HOUSE.take(lotId, most, price, keeper, "") returns (uint256 sold, uint256 paid) {
            ++seen["take"];
            assertLe(sold, most, "more was sold than asked for");
            _judgeTake(lotId, lot, price, sold, paid);
            _judgeBooks(lotId, lot, before, paid);
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    /// @dev Invariant 26: at the price, rounded up, and never below the floor.
    function _judgeTake(uint256 lotId, LotState memory lot, uint256 price, uint256 sold, uint256 paid) private {
        uint256 unit = 10 ** lot.decimals;
        assertEq(paid, Math.mulDiv(sold, price, unit, Math.Rounding.Ceil), "not the price");
        assertLe(lot.topPriceWad * lot.floorBps, price * BPS, "sold below the floor");
        assertLe(block.timestamp, lot.startedAt + lot.tail, "sold after the tail");
        if (!_isOpen(lotId)) return;
        ++seen["partial take"];
        LotState memory rest = HOUSE.lotOf(lotId);
        assertEq(rest.collateral, lot.collateral - sold, "the rest is something else");
        assertEq(rest.tab, lot.tab - paid, "the tab is something else");
        assertLe(100e18, Math.min(rest.tab, Math.mulDiv(rest.collateral, price, unit)), "dust is left");
    }

    /// @dev What was in auction is paid or bad; and bad debt only where no collateral is left.
    function _judgeBooks(uint256 lotId, LotState memory lot, MarketState memory before, uint256 paid) private {
        MarketState memory then = LEDGER.stateOf(lot.id);
        uint256 settled = before.inAuction - then.inAuction;
        if (_isOpen(lotId)) {
            assertEq(settled, Math.min(paid, lot.debt), "the debt was not paid first");
            assertEq(then.deficit, before.deficit, "bad debt of an open lot");
            return;
        }
        ++seen["closed"];
        assertEq(settled, lot.debt, "a closed lot leaves debt in auction");
        if (paid >= lot.debt) assertEq(then.deficit, before.deficit, "bad debt of a lot that brought its debt");
        else ++seen["bad debt"];
        if (then.totalCollateral > before.totalCollateral) ++seen["leftover"];
    }

    function takeBatch(uint256 seed) external {
        uint256[] memory lotIds = HOUSE.openLots(_anyLot(seed), 2);
        TakeOrder[] memory orders = new TakeOrder[](lotIds.length);
        for (uint256 i = 0; i < lotIds.length; ++i) {
            orders[i] = TakeOrder(lotIds[i], type(uint256).max, type(uint256).max);
        }
        address keeper = keepers[_mix(seed, "keeper") % KEEPERS];
        vm.prank(keeper);
        try HOUSE.takeBatch(orders, keeper, "") {
            ++seen["batch"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function redo(uint256 seed) external {
        uint256 lotId = _anyLot(seed);
        if (lotId == 0) return;
        (, bool isOver) = HOUSE.priceOf(lotId);
        try HOUSE.redo(lotId) {
            assertTrue(isOver, "a lot was started again too early");
            ranOut[lotId] = true;
            ++seen["redo"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function claim(uint256 seed) external {
        address owner = owners[_mix(seed, "owner") % OWNERS];
        Listing memory market = _listings[_mix(seed, "market") % MARKETS];
        vm.startPrank(owner);
        try HOUSE.claim(market.token, owner) {
            ++seen["claim"];
        } catch (bytes memory reason) {
            _refuse(reason);
        }
        if (HOUSE.creditOf(market.derivative, owner) != 0) HOUSE.claim(market.derivative, owner);
        vm.stopPrank();
    }

    /* GOVERNANCE, TOKENS AND GIFTS */

    function giveUp(uint256 seed) external {
        uint256 lotId = _anyLot(seed);
        if (lotId == 0 || _mix(seed, "give up") % 3 != 0) return;
        (, bool isOver) = HOUSE.priceOf(lotId);
        try HOUSE.giveUp(lotId) {
            ++seen["given up"];
            assertTrue(isOver || ranOut[lotId], "a lot that takers still had time for was given up");
            assertEq(HOUSE.lotOf(lotId).debt, 0, "debt is left");
        } catch (bytes memory reason) {
            _refuse(reason);
        }
    }

    function configure(uint256 seed) external {
        uint256 place = _mix(seed, "market") % MARKETS;
        _set(place, AuctionParameter.MaxInAuction, bound(_mix(seed, "room"), 0, 60_000e18));
        _set(place, AuctionParameter.KickReward, seed % 101);
        _set(place, AuctionParameter.Step, 12 + (seed % 60));
    }

    /// @dev The moody token blocks somebody, charges, or calms down.
    function sulk(uint256 seed) external {
        _lift();
        uint256 kind = _mix(seed, "mood") % 6;
        if (kind == 0) MOODY_TOKEN.setBlocked(address(HOUSE), true);
        if (kind == 1) MOODY_TOKEN.setBlocked(address(LEDGER), true);
        if (kind == 2) MOODY_TOKEN.setBlocked(keepers[0], true);
        if (kind == 3) MOODY_TOKEN.setFee(100);
    }

    function _lift() private {
        MOODY_TOKEN.setBlocked(address(HOUSE), false);
        MOODY_TOKEN.setBlocked(address(LEDGER), false);
        MOODY_TOKEN.setBlocked(keepers[0], false);
        MOODY_TOKEN.setFee(0);
    }

    function donate(uint256 seed) external {
        Listing memory market = _listings[_mix(seed, "market") % MARKETS];
        if (address(market.token) != address(MOODY_TOKEN))
            market.token.mint(address(HOUSE), seed % (1e3 * market.unit));
        vm.prank(BANK);
        assertTrue(market.derivative.transfer(address(HOUSE), seed % 1e18), "a transfer failed");
    }

    /* LOOKING */

    function _anyLot(uint256 seed) private view returns (uint256) {
        uint256[] memory lotIds = HOUSE.openLots(0, type(uint256).max);
        return lotIds.length == 0 ? 0 : lotIds[_mix(seed, "lot") % lotIds.length];
    }

    function _isOpen(uint256 lotId) private view returns (bool) {
        try HOUSE.lotOf(lotId) {
            return true;
        } catch {
            return false;
        }
    }

    /// @dev Starting at a random place, the first vault below health 1; a random one if there is none.
    function _findUnhealthy(uint256 seed) private view returns (uint256 place, address owner) {
        uint256 start = _mix(seed, "place") % (MARKETS * OWNERS);
        for (uint256 i = 0; i < MARKETS * OWNERS; ++i) {
            uint256 next = (start + i) % (MARKETS * OWNERS);
            (place, owner) = (next / OWNERS, owners[next % OWNERS]);
            Listing memory market = _listings[place];
            uint256 collateral = LEDGER.vaultOf(market.id, owner).collateral;
            uint256 value = Math.mulDiv(collateral, ORACLE.peek(market.feed).high, market.unit);
            if (value * 8_000 < LEDGER.debtOf(market.id, owner) * BPS) return (place, owner);
        }
    }

    function _othersThan(MarketId id, address named) private view returns (bytes32 digest) {
        for (uint256 i = 0; i < OWNERS; ++i) {
            if (owners[i] != named) digest = keccak256(abi.encode(digest, LEDGER.vaultOf(id, owners[i])));
        }
    }

    /// @dev A refusal has a name: no overflow, no division by zero, no empty answer.
    function _refuse(bytes memory reason) private {
        assertLe(4, reason.length, "a call failed without a reason");
        bytes4 selector = bytes4(reason);
        assertTrue(selector != bytes4(0x4e487b71) && selector != bytes4(0x08c379a0), "a call failed with a panic");
        ++refused[selector];
    }
}
