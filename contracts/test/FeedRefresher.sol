// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { TestFeed } from "./TestFeed.sol";

/// @title Makes stand-in feeds repeat their answers with the time of this block
/// @notice For development chains whose clock is moved. The constructor does the work: one transaction, hence one block, refreshes every
/// feed, and nobody has to switch mining off and on again. Never shipped.
contract FeedRefresher {
    constructor(TestFeed[] memory feeds) {
        for (uint256 i = 0; i < feeds.length; ++i) {
            (, int256 answer, , , ) = feeds[i].latestRoundData();
            feeds[i].set(answer, block.timestamp);
        }
    }
}
