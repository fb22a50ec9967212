// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { Exposure, IExposureCaps } from "../interfaces/IExposureCaps.sol";
import { ILedger, MarketState } from "../interfaces/ILedger.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";

/// @title What limits issuing beyond one market: caps on what a derivative rests on
/// @dev Made by the Ledger in its constructor, so that the two can never be told apart from each other's places.
contract ExposureCaps is IExposureCaps, AccessManaged {
    using SafeCast for uint256;

    /// @dev One cap with its use, in one slot, because every issue and every repayment writes it.
    /// @param slackBps 10,000 less the relative cap, so that a risk that was just named has none.
    struct CappedUse {
        uint128 used;
        uint112 cap;
        uint16 slackBps;
    }

    /// @dev A cap that is to rise.
    struct CapRaise {
        uint112 next;
        uint64 effectiveAt;
    }

    /// @dev What one derivative rests on. Place 0 is the derivative as a whole, whose use the Ledger knows; `places` is 0 before anything was
    /// named or capped.
    struct Book {
        uint256 places;
        mapping(uint256 place => CappedUse) uses;
        mapping(uint256 place => CapRaise) raises;
        mapping(bytes32 risk => uint256) placeOf;
        mapping(uint256 place => bytes32) nameAt;
    }

    /// @notice Owners and holders are promised a day to object between the execution of a higher cap and the first debt above the old one.
    uint256 public constant RAISE_DELAY = 1 days;
    /// @notice What one slot holds; five million times a billion units.
    uint256 public constant MAX_CAP = type(uint112).max;

    uint256 private constant BPS = 1e4;
    uint256 private constant RISKS = 3;
    uint256 private constant PLACE_BITS = 16;

    /// @inheritdoc IExposureCaps
    ILedger public immutable LEDGER;

    mapping(IDerivative derivative => Book) private _books;
    /// @dev The places of a market's risks in its derivative's book, `PLACE_BITS` each, the first one lowest; 0 is none.
    mapping(MarketId id => uint256) private _placesOf;

    constructor(address authority) AccessManaged(authority) {
        LEDGER = ILedger(msg.sender);
    }

    /* COUNTING */

    /// @inheritdoc IExposureCaps
    function count(MarketId id, IDerivative derivative, uint256 before, uint256 next, uint256 whole) external {
        if (msg.sender != address(LEDGER)) revert ExposureCapsOnlyLedger(msg.sender);
        Book storage book = _books[derivative];
        if (whole != 0) _requireWithinCap(derivative, book, 0, whole, book.uses[0].cap);

        for (uint256 places = _placesOf[id]; places != 0; places >>= PLACE_BITS) {
            uint256 place = uint16(places);
            if (place == 0) continue;
            CappedUse memory use = _move(book, place, before, next);
            if (whole == 0) continue;
            _requireWithinCap(derivative, book, place, use.used, use.cap);
            uint256 relativeBps = BPS - use.slackBps;
            if (uint256(use.used) * BPS > whole * relativeBps) {
                revert ExposureCapsShareExceeded(derivative, book.nameAt[place], use.used, whole, relativeBps);
            }
        }
        emit ExposureCounted(id, derivative, before, next);
    }

    /// @dev Never reverts: repaying passes through here. More than uint128 holds can only come from fees on debt at the highest ceiling.
    function _move(
        Book storage book,
        uint256 place,
        uint256 before,
        uint256 next
    ) private returns (CappedUse memory use) {
        use = book.uses[place];
        use.used = uint128(Math.min(Math.saturatingSub(use.used + next, before), type(uint128).max));
        book.uses[place] = use;
    }

    /// @dev A raise is looked up only where the old cap is not enough.
    function _requireWithinCap(
        IDerivative derivative,
        Book storage book,
        uint256 place,
        uint256 used,
        uint256 cap
    ) private view {
        if (used <= cap) return;
        cap = _capOf(book, place);
        if (used > cap) revert ExposureCapsExceeded(derivative, book.nameAt[place], used, cap);
    }

    /* GOVERNANCE */

    /// @inheritdoc IExposureCaps
    function assignRisks(MarketId id, bytes32[RISKS] calldata risks) external restricted {
        Book storage book = _books[LEDGER.keyOf(id).derivative];
        MarketState memory state = LEDGER.stateOf(id);
        uint256 exposure = uint256(state.totalDebt) + state.deficit + state.inAuction;
        emit RisksAssigned(id, risksOf(id), risks);

        (uint256 oldPlaces, uint256 newPlaces) = (_placesOf[id], 0);
        for (uint256 i = 0; i < RISKS; ++i) {
            uint256 oldPlace = _placeAt(oldPlaces, i);
            if (oldPlace != 0) _move(book, oldPlace, exposure, 0);
            uint256 newPlace = _placeFor(book, risks, i);
            if (newPlace != 0) _move(book, newPlace, 0, exposure);
            newPlaces |= newPlace << (i * PLACE_BITS);
        }
        _placesOf[id] = newPlaces;
    }

    /// @inheritdoc IExposureCaps
    function setExposureCap(IDerivative derivative, bytes32 risk, uint256 cap) external restricted {
        if (cap > MAX_CAP) revert ExposureCapsOutOfBounds(cap, MAX_CAP);
        (Book storage book, uint256 place) = _known(derivative, risk);
        uint256 current = _capOf(book, place);
        if (cap <= current) return _setCap(derivative, risk, current, cap);

        uint256 effectiveAt = block.timestamp + RAISE_DELAY;
        book.uses[place].cap = current.toUint112();
        book.raises[place] = CapRaise(cap.toUint112(), effectiveAt.toUint64());
        emit ExposureCapSet(derivative, risk, current, cap, effectiveAt);
    }

    /// @inheritdoc IExposureCaps
    function cutExposureCap(IDerivative derivative, bytes32 risk, uint256 cap) external restricted {
        (Book storage book, uint256 place) = _known(derivative, risk);
        uint256 current = _capOf(book, place);
        if (cap > current) revert ExposureCapsNotLower(current, cap);
        _setCap(derivative, risk, current, cap);
    }

    /// @inheritdoc IExposureCaps
    function setRelativeCap(IDerivative derivative, bytes32 risk, uint256 relativeBps) external restricted {
        if (relativeBps > BPS) revert ExposureCapsOutOfBounds(relativeBps, BPS);
        // The whole is always all of itself.
        if (risk == 0) revert ExposureCapsUnknownRisk(derivative, risk);
        (Book storage book, uint256 place) = _known(derivative, risk);
        CappedUse storage use = book.uses[place];
        emit RelativeCapSet(derivative, risk, BPS - use.slackBps, relativeBps);
        use.slackBps = (BPS - relativeBps).toUint16();
    }

    function _setCap(IDerivative derivative, bytes32 risk, uint256 current, uint256 cap) private {
        (Book storage book, uint256 place) = _known(derivative, risk);
        book.uses[place].cap = cap.toUint112();
        delete book.raises[place];
        emit ExposureCapSet(derivative, risk, current, cap, 0);
    }

    /* PLACES */

    function _placeAt(uint256 places, uint256 i) private pure returns (uint256) {
        return uint16(places >> (i * PLACE_BITS));
    }

    function _placeFor(Book storage book, bytes32[RISKS] calldata risks, uint256 i) private returns (uint256 place) {
        bytes32 name = risks[i];
        if (name == 0) return 0;
        for (uint256 j = 0; j < i; ++j) {
            if (risks[j] == name) revert ExposureCapsDuplicateRisk(name);
        }
        _open(book);
        place = book.placeOf[name];
        if (place != 0) return place;
        place = book.places++;
        if (place > type(uint16).max) revert ExposureCapsTooManyRisks();
        book.uses[place].cap = uint112(MAX_CAP);
        book.placeOf[name] = place;
        book.nameAt[place] = name;
    }

    /// @dev Gives the derivative as a whole its place. Until then its cap is the highest without being written down.
    function _open(Book storage book) private {
        if (book.places != 0) return;
        book.places = 1;
        book.uses[0].cap = uint112(MAX_CAP);
    }

    /// @dev The derivative as a whole is known as soon as it is this Ledger's.
    function _known(IDerivative derivative, bytes32 risk) private returns (Book storage book, uint256 place) {
        book = _books[derivative];
        if (risk == 0 && derivative.LEDGER() == address(LEDGER)) {
            _open(book);
            return (book, 0);
        }
        place = book.placeOf[risk];
        if (place == 0) revert ExposureCapsUnknownRisk(derivative, risk);
    }

    /* VIEWS */

    /// @inheritdoc IExposureCaps
    function risksOf(MarketId id) public view returns (bytes32[RISKS] memory risks) {
        Book storage book = _books[LEDGER.keyOf(id).derivative];
        for (uint256 i = 0; i < RISKS; ++i) {
            // Place 0 has no name, so none reads as none.
            risks[i] = book.nameAt[_placeAt(_placesOf[id], i)];
        }
    }

    /// @inheritdoc IExposureCaps
    function exposureOf(IDerivative derivative, bytes32 risk) external view returns (Exposure memory exposure) {
        Book storage book = _books[derivative];
        uint256 place = book.placeOf[risk];
        if (risk != 0 && place == 0) revert ExposureCapsUnknownRisk(derivative, risk);
        CapRaise memory raise = book.raises[place];
        exposure.used = place == 0 ? derivative.totalSupply() + LEDGER.surplusOf(derivative) : book.uses[place].used;
        exposure.cap = _capOf(book, place);
        exposure.relativeBps = BPS - book.uses[place].slackBps;
        if (raise.effectiveAt > block.timestamp) {
            (exposure.nextCap, exposure.effectiveAt) = (raise.next, raise.effectiveAt);
        }
    }

    /// @dev The cap in force: a raise whose time has come counts before anybody has written it down.
    function _capOf(Book storage book, uint256 place) private view returns (uint256) {
        if (book.places == 0) return MAX_CAP;
        CapRaise memory raise = book.raises[place];
        bool hasRisen = raise.effectiveAt != 0 && block.timestamp >= raise.effectiveAt;
        return hasRisen ? raise.next : book.uses[place].cap;
    }
}
