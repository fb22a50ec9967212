// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IAuctionHouse } from "../../../contracts/interfaces/IAuctionHouse.sol";
import { BackstopParameter, BackstopSetting } from "../../../contracts/interfaces/IBackstop.sol";
import { IInsurancePool } from "../../../contracts/interfaces/IInsurancePool.sol";
import { ILedger } from "../../../contracts/interfaces/ILedger.sol";
import { IPatientVault } from "../../../contracts/interfaces/IPatientVault.sol";
import { MarketId } from "../../../contracts/interfaces/IRiskParameters.sol";
import { Backstop } from "../../../contracts/liquidation/Backstop.sol";
import { InsurancePool } from "../../../contracts/liquidation/InsurancePool.sol";
import { TestToken } from "../../../contracts/test/TestToken.sol";
import { AuctionWorld } from "./AuctionWorld.sol";

/// @title Markets lose and earn, people insure, cover and buy, surplus is shared out: one random call at a time
/// @notice Every call of `cover` is judged here against the waterfall: surplus, what lies in the backstop, insurance, a sale; the last two
/// only for what has stood for an hour. Nothing here reverts unless something is wrong.
contract BackstopHandler is AuctionWorld {
    /// @dev What a call of `cover` finds.
    struct Sight {
        uint256 surplus;
        uint256 deficit;
        uint256 all;
        uint256 proceeds;
        uint256 insured;
        uint256 payable_;
        bool sells;
    }

    address private constant OWNER = address(0x0B02);
    address private constant TAKER = address(0x7A4E);
    address private constant TREASURY = address(0x72EA);
    uint256 public constant TOKENS = 50_000e18;
    /// @dev WETH-A and WBTC-A lose; the others only earn.
    uint256 private constant LOSERS = 2;

    Backstop public immutable BACKSTOP;
    InsurancePool public immutable INSURANCE;
    TestToken public immutable TOKEN;
    /// @notice How often something was done.
    mapping(string => uint256) public seen;

    constructor() {
        TOKEN = new TestToken("Governance", "GOV", 18);
        BACKSTOP = new Backstop(IAuctionHouse(address(HOUSE)), TOKEN, TREASURY, address(AUTHORITY));
        INSURANCE = new InsurancePool(USD, "Insurance", "I", address(AUTHORITY));
        TOKEN.mint(address(BACKSTOP), TOKENS);
        _allow(address(LEDGER), ILedger.mintSurplus.selector);
        _allow(address(HOUSE), IAuctionHouse.sell.selector);
        _allow(address(INSURANCE), IInsurancePool.draw.selector);
        AUTHORITY.grantRole(MODULE, address(BACKSTOP), 0);
        BACKSTOP.setPools(USD, IPatientVault(address(0)), INSURANCE);
        BackstopSetting[] memory settings = new BackstopSetting[](4);
        settings[0] = BackstopSetting(BackstopParameter.SurplusBuffer, 100e18);
        settings[1] = BackstopSetting(BackstopParameter.InsuranceShare, 2_000);
        settings[2] = BackstopSetting(BackstopParameter.SalePrice, 4e18);
        settings[3] = BackstopSetting(BackstopParameter.SaleSize, 5_000e18);
        BACKSTOP.configure(USD, settings);

        vm.startPrank(BANK);
        assertTrue(USD.transfer(TAKER, 2_000_000e18), "a transfer failed");
        USD.approve(address(INSURANCE), type(uint256).max);
        vm.stopPrank();
        vm.prank(TAKER);
        USD.approve(address(HOUSE), type(uint256).max);
    }

    function _allow(address target, bytes4 selector) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        AUTHORITY.setTargetFunctionRole(target, selectors, MODULE);
    }

    function listings() external view returns (Listing[] memory) {
        return _listings;
    }

    /// @notice What the runner and the walk choose from: as often as named.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](16);
        uint256 i = 0;
        (selectors[i++], selectors[i++]) = (this.lose.selector, this.lose.selector);
        (selectors[i++], selectors[i++]) = (this.cover.selector, this.cover.selector);
        (selectors[i++], selectors[i++]) = (this.cover.selector, this.cover.selector);
        (selectors[i++], selectors[i++]) = (this.cover.selector, this.cover.selector);
        (selectors[i++], selectors[i++]) = (this.pass.selector, this.pass.selector);
        (selectors[i++], selectors[i++]) = (this.buy.selector, this.buy.selector);
        (selectors[i++], selectors[i++]) = (this.insure.selector, this.pay.selector);
        (selectors[i++], selectors[i++]) = (this.distribute.selector, this.give.selector);
    }

    function _mix(uint256 seed, string memory use) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, use)));
    }

    /* LOSSES */

    /// @notice A vault is sold for a part of its debt, in one take or in two.
    function lose(uint256 seed) external {
        Listing memory market = _listings[_mix(seed, "market") % LOSERS];
        uint256 debt = 200e18 + (_mix(seed, "debt") % (1_000e18 << (_mix(seed, "scale") % 4)));
        uint256 collateral = Math.ceilDiv(debt * 151 * market.unit, 100 * market.fairPrice);
        _open(market, OWNER, collateral, debt);
        uint256 price = (market.fairPrice * (3_000 + (_mix(seed, "price") % 3_500))) / BPS;
        ORACLE.setPrice(market.feed, price, price, price, ORACLE.peek(market.feed).state);
        uint256 lotId = HOUSE.kick(market.id, OWNER);
        vm.startPrank(TAKER);
        if (_mix(seed, "parts") % 2 == 0) {
            try HOUSE.take(lotId, collateral / 3, type(uint256).max, TAKER, "") {
                ++seen["take in parts"];
            } catch {}
        }
        vm.warp(block.timestamp + 60 * (_mix(seed, "wait") % 10));
        HOUSE.take(lotId, type(uint256).max, type(uint256).max, TAKER, "");
        vm.stopPrank();
        price = market.fairPrice;
        ORACLE.setPrice(market.feed, price, price, price, ORACLE.peek(market.feed).state);
        _tidy(market);
        ++seen["lose"];
    }

    /// @dev What came back into the vault is nobody's business here.
    function _tidy(Listing memory market) private {
        uint256 left = LEDGER.vaultOf(market.id, OWNER).collateral;
        if (left == 0) return;
        vm.prank(OWNER);
        LEDGER.adjust(market.id, OWNER, -int256(left), 0, OWNER);
    }

    /* THE WATERFALL */

    function cover(uint256 seed) external {
        MarketId id = _listings[_mix(seed, "market") % LOSERS].id;
        LEDGER.accrue(id);
        Sight memory before = _look(id);
        uint256 covered = BACKSTOP.cover(id);
        _judge(id, before, covered);
        ++seen["cover"];
    }

    /// @dev `payable_` is what insurance may pay for: what stood already, or what was noted between an hour and a day ago.
    function _look(MarketId id) private view returns (Sight memory sight) {
        sight.surplus = LEDGER.surplusOf(USD);
        sight.deficit = LEDGER.stateOf(id).deficit;
        sight.all = LEDGER.deficitOf(USD);
        sight.proceeds = USD.balanceOf(address(BACKSTOP));
        sight.insured = INSURANCE.spendable();
        (uint256 standing, uint256 noted, uint256 notedAt) = BACKSTOP.standingOf(USD);
        uint256 age = block.timestamp - notedAt;
        sight.payable_ =
            age < 1 hours
                ? standing
                : age > 1 days
                    ? 0
                    : noted;
        sight.sells = HOUSE.isOpen(BACKSTOP.saleOf(USD));
    }

    function _judge(MarketId id, Sight memory before, uint256 covered) private {
        uint256 left = before.deficit - covered;
        assertEq(LEDGER.stateOf(id).deficit, left, "covered something else");
        uint256 fromSurplus = Math.min(before.surplus, before.deficit);
        assertEq(before.surplus - LEDGER.surplusOf(USD), fromSurplus, "the surplus does not come first");
        uint256 rest = before.deficit - fromSurplus;
        uint256 fromProceeds = Math.min(before.proceeds, rest);
        assertEq(before.proceeds - USD.balanceOf(address(BACKSTOP)), fromProceeds, "proceeds are not second");
        rest -= fromProceeds;
        uint256 drawn = rest - left;
        assertEq(before.insured - INSURANCE.spendable(), drawn, "insurance paid for something else");
        assertLe(drawn, before.payable_, "insurance paid for what has not stood");
        uint256 standing = Math.saturatingSub(before.payable_, fromSurplus + fromProceeds);
        assertEq(drawn, Math.min(Math.min(rest, before.insured), Math.min(standing, before.all)), "not all it may");
        _judgeSale(before, standing);
        if (fromSurplus != 0) ++seen["surplus"];
        if (fromProceeds != 0) ++seen["proceeds"];
        if (drawn != 0) ++seen["insurance"];
    }

    /// @dev A sale never asks for more than is missing, nor for more than has stood.
    function _judgeSale(Sight memory before, uint256 standing) private {
        uint256 lotId = BACKSTOP.saleOf(USD);
        if (!HOUSE.isOpen(lotId)) {
            if (before.sells) ++seen["ended"];
            return;
        }
        uint256 tab = HOUSE.lotOf(lotId).tab;
        uint256 missing = Math.saturatingSub(LEDGER.deficitOf(USD), USD.balanceOf(address(BACKSTOP)));
        assertLe(tab, missing, "a sale asks for more than is missing");
        assertLe(tab, standing, "a sale for what has not stood");
        if (!before.sells) ++seen["sale"];
    }

    function buy(uint256 seed) external {
        uint256 lotId = BACKSTOP.saleOf(USD);
        if (!HOUSE.isOpen(lotId)) return;
        (uint256 price, bool isOver) = HOUSE.priceOf(lotId);
        if (isOver) return;
        uint256 most =
            _mix(seed, "all") % 3 == 0 ? type(uint256).max : 100e36 / price + (_mix(seed, "amount") % 500e18);
        vm.prank(TAKER);
        try HOUSE.take(lotId, most, price, TAKER, "") {
            ++seen["buy"];
        } catch (bytes memory reason) {
            assertTrue(bytes4(reason) == IAuctionHouse.AuctionHouseLeavesDust.selector, "a sale does not sell");
        }
    }

    function distribute(uint256 seed) external {
        if (_mix(seed, "accrue") % 3 == 0)
            for (uint256 i = 0; i < _listings.length; ++i) LEDGER.accrue(_listings[i].id);
        uint256 kept = LEDGER.deficitOf(USD) + LEDGER.inAuctionOf(USD) + 100e18;
        uint256 free = Math.saturatingSub(LEDGER.surplusOf(USD), kept);
        if (free == 0) return;
        uint256 supply = USD.totalSupply();
        assertEq(BACKSTOP.distribute(USD), free, "something else was distributed");
        assertEq(USD.totalSupply(), supply + free, "something else was minted");
        assertLe(kept, LEDGER.surplusOf(USD), "the buffer was touched");
        ++seen["distribute"];
    }

    /* PEOPLE AND TIME */

    function insure(uint256 seed) external {
        if (INSURANCE.retired()) return;
        vm.prank(BANK);
        INSURANCE.deposit(1 + (_mix(seed, "amount") % 2_000e18), BANK);
        ++seen["insure"];
    }

    /// @notice Somebody covers a deficit with their own money.
    function pay(uint256 seed) external {
        MarketId id = _listings[_mix(seed, "market") % LOSERS].id;
        uint256 deficit = LEDGER.stateOf(id).deficit;
        if (deficit == 0) return;
        vm.prank(BANK);
        LEDGER.coverDeficit(id, _mix(seed, "all") % 2 == 0 ? deficit : 1 + (_mix(seed, "amount") % deficit));
        ++seen["pay"];
    }

    /// @notice Somebody sends the backstop money.
    function give(uint256 seed) external {
        if (_mix(seed, "whim") % 3 != 0) return;
        vm.prank(BANK);
        assertTrue(USD.transfer(address(BACKSTOP), _mix(seed, "amount") % 300e18), "a transfer failed");
        ++seen["give"];
    }

    /// @dev Minutes to a day and a bit, an hour more often than not.
    function pass(uint256 seed) external {
        uint256 kind = _mix(seed, "kind") % 4;
        vm.warp(
            block.timestamp +
                (
                    kind == 0
                        ? _mix(seed, "time") % 26 hours
                        : kind == 1
                            ? 10 minutes
                            : 1 hours
                )
        );
    }
}
