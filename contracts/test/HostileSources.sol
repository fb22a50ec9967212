// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IPriceSource } from "../interfaces/IPriceSource.sol";

/// @dev Burns some 2,100 gas in one instruction by reading an empty slot that nobody has read before: gas never returns to the same number.
function coldRead() view returns (uint256 nothing) {
    assembly ("memory-safe") {
        nothing := sload(gas())
    }
}

/// @title Stand-in for a source that reverts with a reason
/// @notice For tests. Never shipped.
contract RevertingSource is IPriceSource {
    error RevertingSourceReverts();

    /// @inheritdoc IPriceSource
    function latestPrice() external pure returns (uint256, uint256) {
        revert RevertingSourceReverts();
    }
}

/// @title Stand-in for a source that burns all gas it gets
/// @notice For tests. Never shipped.
contract GasBurningSource is IPriceSource {
    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256 priceWad, uint256 updatedAt) {
        while (true) priceWad += coldRead();
        updatedAt = block.timestamp;
    }
}

/// @title Stand-in for a source that answers any call with bytes of any kind and number
/// @notice For tests. Never shipped.
contract GarbageSource {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

/// @title Stand-in for a source that answers, or reverts, with as many bytes as its gas can buy: a caller who copied them would pay again
/// @notice For tests. Never shipped.
contract ReturnBombSource is IPriceSource {
    uint256 private immutable SIZE;
    bool private immutable REVERTS;

    constructor(uint256 size, bool reverts) {
        SIZE = size;
        REVERTS = reverts;
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256, uint256) {
        uint256 size = SIZE;
        bool reverts = REVERTS;
        // Not memory-safe, and need not be: nothing runs after it.
        assembly {
            if reverts {
                revert(0x00, size)
            }
            return(0x00, size)
        }
    }
}

/// @title Stand-in for a source whose price is the gas it was given, so that a test can see how much that was
/// @notice For tests. Never shipped.
contract GasMeterSource is IPriceSource {
    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256, uint256) {
        return (gasleft(), block.timestamp);
    }
}

/// @title Stand-in for a source that answers another price when it is starved: it tries the first, and catches its running out of gas
/// @notice For tests. Never shipped.
contract FallbackSource is IPriceSource {
    uint256 private immutable PRICE;
    uint256 private immutable STARVED_PRICE;
    uint256 private immutable GAS_TO_BURN;

    constructor(uint256 price, uint256 starvedPrice, uint256 gasToBurn) {
        PRICE = price;
        STARVED_PRICE = starvedPrice;
        GAS_TO_BURN = gasToBurn;
    }

    /// @inheritdoc IPriceSource
    function latestPrice() external view returns (uint256, uint256) {
        try this.expensivePrice() returns (uint256 price) {
            return (price, block.timestamp);
        } catch {
            return (STARVED_PRICE, block.timestamp);
        }
    }

    /// @notice The price, after burning the gas that the constructor was told.
    function expensivePrice() external view returns (uint256) {
        uint256 end = gasleft() - GAS_TO_BURN;
        uint256 nothing = 0;
        while (gasleft() > end) nothing += coldRead();
        return PRICE + nothing;
    }
}
