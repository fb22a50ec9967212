// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IOracleHub } from "../interfaces/IOracleHub.sol";
import { IPriceSource } from "../interfaces/IPriceSource.sol";
import { IRateSource } from "../interfaces/IRateSource.sol";

/// @title Asking a hostile contract for one or two words
library SourceCalls {
    /// @dev Gas each source gets, no more and no less. A Chainlink proxy answers within 30,000, a price made of three such feeds within
    /// 100,000: there is room for a doubling of the cost of storage, and five sources that burn it all still leave a block for others.
    uint256 internal constant SOURCE_GAS = 200_000;

    /// @dev Gas between the check and the source's first instruction. At most 5,200 for two cold accounts (the source, and the code it
    /// delegates to under EIP-7702) and some hundred for the instructions; the rest is reserve for a fork that raises prices.
    uint256 private constant CALL_OVERHEAD = 10_000;

    /// @dev Of what is left at a call one 64th stays with the caller (EIP-150): a source gets all of its `SOURCE_GAS` if and only if
    /// left - left / 64 >= SOURCE_GAS, for which left >= SOURCE_GAS * 64 / 63 rounded up suffices.
    uint256 private constant GAS_PER_READ = SOURCE_GAS + SOURCE_GAS / 63 + 1 + CALL_OVERHEAD;

    /// @dev What a price source says. Anything but an answer of two words is (0, 0), which is no price.
    function latestPrice(IPriceSource source) internal view returns (uint256 priceWad, uint256 updatedAt) {
        if (_ask(address(source), IPriceSource.latestPrice.selector, 0x40)) {
            assembly ("memory-safe") {
                priceWad := mload(0x00)
                updatedAt := mload(0x20)
            }
        }
    }

    /// @dev What a rate source says. Anything but an answer of one word is 0, which is no rate.
    function rate(IRateSource source) internal view returns (uint256 rateWad) {
        if (_ask(address(source), IRateSource.rate.selector, 0x20)) {
            assembly ("memory-safe") {
                rateWad := mload(0x00)
            }
        }
    }

    /// @dev Asks with exactly `SOURCE_GAS` and leaves the answer in the scratch space, of which it may take both words. The check comes
    /// before the call and covers the answers too: looking at the gas left after a failure proves nothing, since a starved source may
    /// keep some, or catch its own failure and answer something else.
    function _ask(address source, bytes4 selector, uint256 size) private view returns (bool answered) {
        uint256 available = gasleft();
        if (available < GAS_PER_READ) revert IOracleHub.OracleHubInsufficientGas(available, GAS_PER_READ);
        uint256 gasLimit = SOURCE_GAS;
        // A call in Solidity would revert on an address without code and on a short answer, and would copy an answer of any length.
        // Memory-safe: only the scratch space at [0x00, 0x40) is written, of an answer never more than `size` bytes.
        assembly ("memory-safe") {
            mstore(0x00, selector)
            answered := staticcall(gasLimit, source, 0x00, 0x04, 0x00, size)
            // Not in one expression with the call: Yul evaluates arguments from right to left.
            answered := and(answered, eq(returndatasize(), size))
        }
    }
}
