// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ReentrancyGuardTransient } from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import { AuctionParameter, AuctionSetting, IAuctionParameters } from "../interfaces/IAuctionParameters.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";
import { MarketId } from "../interfaces/IRiskParameters.sol";
import { AuctionMath } from "../libraries/AuctionMath.sol";

/// @title The governed numbers of every market's auctions: who changes them, and what open lots keep
abstract contract AuctionParameters is IAuctionParameters, AccessManaged, ReentrancyGuardTransient {
    using SafeCast for uint256;

    /// @dev What counts for the next kick, in one slot.
    /// @param edition Of the terms below; 0 before the market is configured for the first time.
    struct Standing {
        uint128 maxInAuction;
        uint64 auctionHealthWad;
        uint16 bufferBps;
        uint16 kickRewardBps;
        uint24 edition;
    }

    /// @dev What is sold for what and how the price falls. Never overwritten: a lot names the edition it was started with.
    struct Edition {
        MarketId id;
        IDerivative derivative;
        uint64 cutWad;
        uint16 step;
        uint16 tail;
        IERC20 token;
        uint8 decimals;
        uint16 floorBps;
    }

    /// @dev How much debt in auction a derivative may have, and how much of that its markets have been given.
    struct Budget {
        uint128 most;
        uint128 given;
    }

    uint256 internal constant BPS = 1e4;
    uint256 private constant BPS_SQUARED = 1e8;
    /// @dev How many members `AuctionParameter` has: the compiler wants a number here.
    uint256 private constant PARAMETERS = 8;

    mapping(MarketId id => Standing) internal _standings;
    mapping(uint256 edition => Edition) internal _editions;
    mapping(IDerivative derivative => Budget) private _budgets;
    /// @dev Stands last, so that it shares a slot with the counters of lots.
    uint24 internal _editionCount;

    /* CHANGES */

    /// @inheritdoc IAuctionParameters
    function configure(MarketId id, AuctionSetting[] calldata settings) external restricted nonReentrant {
        if (settings.length == 0) revert AuctionParametersEmptyTuple();
        Edition memory next = _thingsOf(id);
        uint256[PARAMETERS] memory values = _valuesOf(id);
        for (uint256 i = 0; i < settings.length; ++i) {
            (AuctionParameter parameter, uint256 value) = (settings[i].parameter, settings[i].value);
            if (i != 0 && parameter <= settings[i - 1].parameter) {
                revert AuctionParametersUnorderedTuple(settings[i - 1].parameter, parameter);
            }
            _requireInBounds(parameter, value);
            uint256 oldValue = values[uint256(parameter)];
            if (value == oldValue) continue;
            values[uint256(parameter)] = value;
            emit AuctionParameterSet(id, parameter, oldValue, value);
        }
        _requireCoherent(values);
        _write(id, next, values);
    }

    /// @inheritdoc IAuctionParameters
    function setMaxInAuction(IDerivative derivative, uint256 most) external restricted nonReentrant {
        _requireInBounds(AuctionParameter.MaxInAuction, most);
        Budget storage budget = _budgets[derivative];
        emit MaxInAuctionSet(derivative, budget.most, most);
        budget.most = uint128(most);
        _requireWithinBudget(derivative, budget);
    }

    /// @dev The bounds make every value fit its type.
    function _write(MarketId id, Edition memory next, uint256[PARAMETERS] memory values) private {
        Standing storage standing = _standings[id];
        _give(next.derivative, standing.maxInAuction, values[uint256(AuctionParameter.MaxInAuction)]);
        standing.maxInAuction = uint128(values[uint256(AuctionParameter.MaxInAuction)]);
        standing.auctionHealthWad = uint64(values[uint256(AuctionParameter.AuctionHealth)]);
        standing.bufferBps = uint16(values[uint256(AuctionParameter.Buffer)]);
        standing.kickRewardBps = uint16(values[uint256(AuctionParameter.KickReward)]);
        next.cutWad = uint64(values[uint256(AuctionParameter.Cut)]);
        next.step = uint16(values[uint256(AuctionParameter.Step)]);
        next.tail = uint16(values[uint256(AuctionParameter.Tail)]);
        next.floorBps = uint16(values[uint256(AuctionParameter.Floor)]);
        if (standing.edition == 0) _onFirstConfigured(next);
        standing.edition = _publish(next);
    }

    /// @dev The derivative's limit is shared out here, once, and not counted with every lot: what the markets may have together is the limit
    /// whatever they have now. Less is always possible.
    function _give(IDerivative derivative, uint256 oldValue, uint256 newValue) private {
        Budget storage budget = _budgets[derivative];
        budget.given = (budget.given + newValue - oldValue).toUint128();
        if (newValue > oldValue) _requireWithinBudget(derivative, budget);
    }

    function _requireWithinBudget(IDerivative derivative, Budget storage budget) private view {
        if (budget.given > budget.most) {
            revert AuctionParametersOverBudget(derivative, budget.given, budget.most);
        }
    }

    function _publish(Edition memory next) internal returns (uint24 number) {
        number = ++_editionCount;
        _editions[number] = next;
    }

    /* BOUNDS AND SETTERS */

    /// @dev Never below the oracle's high price, which owners are promised as the start; half above it finds every bidder of a quiet day.
    uint256 private constant MIN_BUFFER_BPS = 10_000;
    uint256 private constant MAX_BUFFER_BPS = 15_000;
    /// @dev A step of more than a tenth would skip the price that clears; one of less than a thousandth takes hours to anywhere.
    uint256 private constant MIN_CUT_WAD = 0.90e18;
    uint256 private constant MAX_CUT_WAD = 0.999e18;
    /// @dev A block of the slowest chain we serve; ten minutes are an age in a crash.
    uint256 private constant MIN_STEP = 12;
    uint256 private constant MAX_STEP = 600;
    /// @dev Time for a second keeper to come; and at most half a day on a price of yesterday.
    uint256 private constant MIN_TAIL = 1_200;
    uint256 private constant MAX_TAIL = 43_200;
    /// @dev Nothing is sold for less than a tenth of the start; and there is always room to fall.
    uint256 private constant MIN_FLOOR_BPS = 1_000;
    uint256 private constant MAX_FLOOR_BPS = 9_500;
    /// @dev An auction is never for healthy vaults, and never the last to come.
    uint256 private constant MIN_AUCTION_HEALTH_WAD = 0.80e18;
    uint256 private constant MAX_AUCTION_HEALTH_WAD = 1.00e18;
    /// @dev Zero stops auctions; the rest is what a debt ceiling may be.
    uint256 private constant MAX_MAX_IN_AUCTION = 2 ** 120;
    /// @dev A percent pays for the gas of any lot that is worth selling. Whatever is set, a kick never earns more than the penalty.
    uint256 private constant MAX_KICK_REWARD_BPS = 100;

    function _requireInBounds(AuctionParameter parameter, uint256 value) private pure {
        (uint256 min, uint256 max) = _boundsOf(parameter);
        if (value < min || value > max) revert AuctionParametersOutOfBounds(parameter, value, min, max);
    }

    function _boundsOf(AuctionParameter parameter) private pure returns (uint256 min, uint256 max) {
        if (parameter == AuctionParameter.Buffer) return (MIN_BUFFER_BPS, MAX_BUFFER_BPS);
        if (parameter == AuctionParameter.Cut) return (MIN_CUT_WAD, MAX_CUT_WAD);
        if (parameter == AuctionParameter.Step) return (MIN_STEP, MAX_STEP);
        if (parameter == AuctionParameter.Tail) return (MIN_TAIL, MAX_TAIL);
        if (parameter == AuctionParameter.Floor) return (MIN_FLOOR_BPS, MAX_FLOOR_BPS);
        if (parameter == AuctionParameter.AuctionHealth) return (MIN_AUCTION_HEALTH_WAD, MAX_AUCTION_HEALTH_WAD);
        if (parameter == AuctionParameter.MaxInAuction) return (0, MAX_MAX_IN_AUCTION);
        return (0, MAX_KICK_REWARD_BPS);
    }

    /// @dev A lot that stops above the market sells nothing, however long it stands: both rules compare where it ends with the high price.
    function _requireCoherent(uint256[PARAMETERS] memory values) private pure {
        uint256 bufferBps = values[uint256(AuctionParameter.Buffer)];
        uint256 floorBps = values[uint256(AuctionParameter.Floor)];
        if (bufferBps * floorBps > BPS_SQUARED) revert AuctionParametersFloorTooHigh(bufferBps, floorBps);
        uint256 cutWad = values[uint256(AuctionParameter.Cut)];
        uint256 steps = values[uint256(AuctionParameter.Tail)] / values[uint256(AuctionParameter.Step)];
        if (AuctionMath.priceUp(bufferBps, cutWad, steps) > BPS) {
            revert AuctionParametersTooSlow(bufferBps, cutWad, steps);
        }
    }

    /* HOOKS */

    /// @dev What a market sells for what; the terms are still empty. Reverts for an unknown market.
    function _thingsOf(MarketId id) internal view virtual returns (Edition memory);

    /// @dev Called before the first lot of a market is possible.
    function _onFirstConfigured(Edition memory first) internal virtual;

    /* VIEWS */

    /// @inheritdoc IAuctionParameters
    function storedParameter(MarketId id, AuctionParameter parameter) external view returns (uint256) {
        _thingsOf(id);
        return _valuesOf(id)[uint256(parameter)];
    }

    /// @inheritdoc IAuctionParameters
    function maxInAuctionOf(IDerivative derivative) external view returns (uint256) {
        return _budgets[derivative].most;
    }

    /// @inheritdoc IAuctionParameters
    function givenOf(IDerivative derivative) external view returns (uint256) {
        return _budgets[derivative].given;
    }

    /// @dev By place of the parameter. What a market starts with: a tenth above the high price, down to half of that in 70 minutes.
    function _valuesOf(MarketId id) private view returns (uint256[PARAMETERS] memory) {
        Standing storage standing = _standings[id];
        if (standing.edition == 0) return [uint256(11_000), 0.99e18, 60, 5_400, 5_000, 1e18, 0, 10];
        Edition storage edition = _editions[standing.edition];
        return
            [
                uint256(standing.bufferBps),
                edition.cutWad,
                edition.step,
                edition.tail,
                edition.floorBps,
                standing.auctionHealthWad,
                standing.maxInAuction,
                standing.kickRewardBps
            ];
    }
}
