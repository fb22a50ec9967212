// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IPatientVault } from "../../../contracts/interfaces/IPatientVault.sol";
import { RiskTerms } from "../../../contracts/interfaces/IRiskParameters.sol";
import { InsurancePool } from "../../../contracts/liquidation/InsurancePool.sol";
import { StabilityPool } from "../../../contracts/liquidation/StabilityPool.sol";
import { LedgerWorld } from "../core/LedgerWorld.sol";

/// @title Three stability pools of one derivative, an insurance pool, five depositors, and what each of them should have
/// @dev Collateral of 24, 6 and 2 decimals: of the last one a unit is worth 20. What a depositor is entitled to is counted here holder by
/// holder, without the sum per share that the pool keeps.
abstract contract PoolWorld is LedgerWorld {
    struct Sight {
        uint256 assets;
        uint256 supply;
        uint256 held;
    }

    uint256 public constant POOLS = 3;
    uint256 public constant VAULTS = POOLS + 1;
    uint256 public constant DEPOSITORS = 5;
    address public constant BANK = address(0xBA4C);
    address internal constant BORROWER = address(0xB0440);
    address internal constant KEEPER = address(0x4EE9E5);
    uint256 private constant VIRTUAL_SHARES = 1e6;

    InsurancePool public insurance;
    StabilityPool[] public pools;
    address[] public depositors;

    /// @notice By pool and depositor, in 2^-64 of a unit: all collateral that ever came, parted by shares.
    mapping(uint256 pool => mapping(address owner => uint256)) public entitledX64;
    mapping(uint256 pool => mapping(address owner => uint256)) public claimed;
    mapping(string => uint256) public done;
    /// @notice How often a call was refused, by the selector of the error.
    mapping(bytes4 => uint256) public refused;
    mapping(string => uint256) public seen;

    constructor() {
        RiskTerms memory terms = _ordinaryTerms();
        (terms.debtCeiling, terms.minimumDebt) = (1e30, 100e18);
        _list(USD, "GRAIN-A", 24, 3e18, terms);
        _list(USD, "USDC-A", 6, 1e18, terms);
        _list(USD, "BARS-A", 2, 2_000e18, terms);
        _list(USD, "RESERVE-A", 24, 1e24, terms);
        _open(_listings[POOLS], BANK, 1e31, 1e29);

        insurance = new InsurancePool(USD, "Insurance", "iUSD", address(AUTHORITY));
        for (uint256 i = 0; i < POOLS; ++i) {
            pools.push(new StabilityPool(LEDGER, USD, _listings[i].token, "Stability", "sUSD", address(AUTHORITY)));
        }
        for (uint256 i = 0; i < DEPOSITORS; ++i) {
            address depositor = address(uint160(0xDE9051 + i));
            depositors.push(depositor);
            vm.prank(BANK);
            assertTrue(USD.transfer(depositor, 1e25), "a transfer failed");
            for (uint256 j = 0; j < VAULTS; ++j) {
                vm.prank(depositor);
                USD.approve(address(vaultAt(j)), type(uint256).max);
            }
        }
    }

    /// @notice The stability pools, then the insurance pool.
    function vaultAt(uint256 place) public view returns (IPatientVault) {
        return place < POOLS ? IPatientVault(address(pools[place])) : IPatientVault(address(insurance));
    }

    function tokenOf(uint256 place) external view returns (address) {
        return address(_listings[place].token);
    }

    /* LOOKING AND COMPARING */

    function _look(uint256 place) internal view returns (Sight memory) {
        IPatientVault vault = vaultAt(place);
        return Sight(vault.totalAssets(), vault.totalSupply(), USD.balanceOf(address(vault)));
    }

    /// @notice Within a block only a loss lowers the share price, and nothing but rounding, of less than a wei, lifts it.
    function _comparePrice(uint256 place, Sight memory before) internal view {
        Sight memory next = _look(place);
        (uint256 oldShares, uint256 newShares) = (before.supply + VIRTUAL_SHARES, next.supply + VIRTUAL_SHARES);
        assertTrue(_isAtMost(before.assets + 1, newShares, next.assets + 1, oldShares), "the share price fell");
        assertTrue(_isAtMost(next.assets, oldShares, before.assets + 1, newShares), "the share price rose");
    }

    /// @dev a * b <= c * d, in 512 bits.
    function _isAtMost(uint256 a, uint256 b, uint256 c, uint256 d) private pure returns (bool) {
        (uint256 high0, uint256 low0) = Math.mul512(a, b);
        (uint256 high1, uint256 low1) = Math.mul512(c, d);
        return high0 < high1 || (high0 == high1 && low0 <= low1);
    }

    /// @notice A loss takes what it says, leaves a whole token, and never brings the price below a billionth of the start.
    function _compareLoss(uint256 place, Sight memory before, uint256 loss) internal {
        Sight memory next = _look(place);
        IPatientVault vault = vaultAt(place);
        assertEq(before.assets - next.assets, loss, "a loss is not what it says");
        assertEq(before.held - next.held, loss, "a loss did not leave");
        assertEq(before.supply, next.supply, "a loss moved shares");
        assertLe(1e18, next.assets, "less than a whole token is left");
        assertTrue(_isAtMost(next.supply, 1, next.assets, 1e15), "the price fell below a billionth");
        // The price that shares are exchanged at, virtual ones included: four losses to a hundredth end at a hundred-millionth to the wei.
        bool fell = next.supply + VIRTUAL_SHARES > (next.assets + 1) * 1e14;
        assertTrue(!fell || vault.retired(), "a vault with next to no price goes on");
        if (vault.retired()) ++seen["retired"];
        if (next.assets == 1e18) ++seen["down to a token"];
        if (loss != 0 && vault.spendable() == 0 && !vault.retired()) ++seen["down to what is kept"];
    }

    /// @notice Parts what came among those who hold shares now.
    function _entitle(uint256 place, uint256 collateral) internal {
        StabilityPool pool = pools[place];
        uint256 supply = pool.totalSupply();
        for (uint256 i = 0; i < DEPOSITORS; ++i) {
            uint256 part = Math.mulDiv(collateral << 64, pool.balanceOf(depositors[i]), supply);
            entitledX64[place][depositors[i]] += part;
        }
    }

    /// @dev A refusal has a name: no overflow, no division by zero, no empty answer.
    function _refuse(bytes memory reason) internal {
        assertLe(4, reason.length, "a call failed without a reason");
        bytes4 selector = bytes4(reason);
        assertTrue(selector != bytes4(0x4e487b71) && selector != bytes4(0x08c379a0), "a call failed with a panic");
        ++refused[selector];
    }
}
