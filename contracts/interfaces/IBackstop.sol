// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IAuctionHouse } from "./IAuctionHouse.sol";
import { IDerivative } from "./IDerivative.sol";
import { IInsurancePool } from "./IInsurancePool.sol";
import { ILedger } from "./ILedger.sol";
import { IPatientVault } from "./IPatientVault.sol";
import { MarketId } from "./IRiskParameters.sol";

/// @notice The governed numbers of a derivative's waterfall. The order is part of the ABI: entries are only ever appended.
/// Unit and hard bounds, for each; all start at 0:
/// - SurplusBuffer: derivative, 18 decimals, [0, 2^120]. Surplus that is never distributed.
/// - PoolShare: 1e4 scale of what is distributed, [0, 10_000]. The StabilityPool's.
/// - InsuranceShare: 1e4 scale of what is distributed, [0, 10_000]. The InsurancePool's; both together at most 10_000.
/// - SalePrice: derivative per whole governance token, 18 decimals, [0, 2^120]. Where a sale starts; 0: no sale.
/// - SaleSize: governance tokens, token decimals, [0, 2^100]. The most that one sale offers; 0: no sale.
enum BackstopParameter {
    SurplusBuffer,
    PoolShare,
    InsuranceShare,
    SalePrice,
    SaleSize
}

/// @notice One member of a tuple: the parameter and its new value in the parameter's own unit.
struct BackstopSetting {
    BackstopParameter parameter;
    uint256 value;
}

/// @notice What a deficit was covered from, in the order of the waterfall.
enum CoverSource {
    SURPLUS,
    PROCEEDS,
    INSURANCE
}

/// @title The waterfall: what pays for bad debt, and where surplus goes
/// @notice Downward, for a market with a deficit: the derivative's surplus, what earlier sales brought, the insurance pool, and then a sale of
/// governance tokens that this contract holds, whose proceeds come back here. What none of them pays stays a deficit, and NAV below 1.
/// Insurance and sale only pay for what has stood for `STANDING_TIME`: until then anybody may charge the fees of every market, which come first.
/// Upward: surplus above its buffer, all deficits and all debt in auction goes to the pools as yield and to the treasury.
interface IBackstop {
    /// @dev In the parameter's unit.
    event BackstopParameterSet(
        IDerivative indexed derivative,
        BackstopParameter indexed parameter,
        uint256 oldValue,
        uint256 newValue
    );
    event PoolsSet(
        IDerivative indexed derivative,
        IPatientVault oldPool,
        IPatientVault newPool,
        IInsurancePool oldInsurance,
        IInsurancePool newInsurance
    );
    event Covered(MarketId indexed id, CoverSource indexed source, uint256 amount);
    /// @notice Of the deficits of all its markets, `standing` has stood for `STANDING_TIME`, and `noted` did stand at `notedAt` and still does.
    event DeficitNoted(IDerivative indexed derivative, uint256 standing, uint256 noted, uint256 notedAt);
    /// @notice `tab` is the standing deficit of all markets of the derivative, as far as nothing is here to pay it.
    event SaleStarted(
        IDerivative indexed derivative,
        uint256 indexed lotId,
        uint256 amount,
        uint256 tab,
        uint256 topPriceWad
    );
    /// @notice A sale ran out of time, or its deficit was covered otherwise; `returned` tokens came back.
    event SaleEnded(IDerivative indexed derivative, uint256 indexed lotId, uint256 returned);
    event SurplusDistributed(IDerivative indexed derivative, uint256 toPool, uint256 toInsurance, uint256 toTreasury);
    event Released(IERC20 indexed token, address indexed receiver, uint256 amount);

    error BackstopEmptyTuple();
    /// @dev Members must be in strictly ascending order of `BackstopParameter`.
    error BackstopUnorderedTuple(BackstopParameter previous, BackstopParameter current);
    error BackstopOutOfBounds(BackstopParameter parameter, uint256 value, uint256 min, uint256 max);
    /// @dev PoolShare and InsuranceShare together exceed 10_000.
    error BackstopSharesTooLarge(uint256 poolShareBps, uint256 insuranceShareBps);
    error BackstopWrongAsset(address pool, address asset);
    error BackstopNothingToDo();
    error BackstopZeroReceiver();

    /// @notice Applies a tuple to a derivative's waterfall. Restricted to the RELAX capability.
    function configure(IDerivative derivative, BackstopSetting[] calldata settings) external;

    /// @notice Names the pools of a derivative; the zero address for none. Restricted to the RELAX capability.
    function setPools(IDerivative derivative, IPatientVault pool, IInsurancePool insurance) external;

    /// @notice Covers a market's deficit as far as the waterfall reaches, notes what the derivative's markets lack, and starts, cuts or ends the
    /// sale for what has been lacking for `STANDING_TIME`. Anyone, at any time: where there is nothing to do it does nothing. A deficit
    /// that nobody had noted takes two calls, at least `STANDING_TIME` and at most a day apart.
    /// @return covered Deficit of the market that is gone now.
    function cover(MarketId id) external returns (uint256 covered);

    /// @notice Mints the surplus above the buffer, all deficits and all debt in auction, and shares it out. A pool that takes no yield leaves its share to the
    /// treasury. Anyone. Fees count once they are accrued.
    function distribute(IDerivative derivative) external returns (uint256 amount);

    /// @notice Takes tokens out of the backstop. Restricted to the RELAX capability.
    function release(IERC20 token, uint256 amount, address receiver) external;

    function LEDGER() external view returns (ILedger);

    function HOUSE() external view returns (IAuctionHouse);

    /// @notice What a sale sells.
    function TOKEN() external view returns (IERC20);

    function TREASURY() external view returns (address);

    function storedParameter(IDerivative derivative, BackstopParameter parameter) external view returns (uint256);

    function poolsOf(IDerivative derivative) external view returns (IPatientVault pool, IInsurancePool insurance);

    /// @notice In seconds: how long a deficit stands before other people's money and tokens pay for it.
    function STANDING_TIME() external view returns (uint256);

    /// @notice What `cover` last found, see `DeficitNoted`; a deficit that has been covered since is still in it.
    function standingOf(
        IDerivative derivative
    ) external view returns (uint256 standing, uint256 noted, uint256 notedAt);

    /// @notice The lot of the last sale for a derivative; it may be closed.
    function saleOf(IDerivative derivative) external view returns (uint256 lotId);
}
