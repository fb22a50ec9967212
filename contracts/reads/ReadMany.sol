// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @title Answers many view calls in one eth_call
/// @notice Never deployed: its creation code is the data of a call without a target, and what the constructor returns is the answer.
contract ReadMany {
    struct Read {
        address target;
        bytes data;
    }

    /// @param isDone false: the call reverted, and `data` is the reason.
    struct Answer {
        bool isDone;
        bytes data;
    }

    /// @dev Returns abi.encode(Answer[]) in place of code, which a chain limits to 24,576 bytes.
    constructor(Read[] memory reads) {
        Answer[] memory answers = new Answer[](reads.length);
        for (uint256 i = 0; i < reads.length; ++i) {
            (answers[i].isDone, answers[i].data) = reads[i].target.staticcall(reads[i].data);
        }
        bytes memory encoded = abi.encode(answers);
        assembly ("memory-safe") {
            return(add(encoded, 0x20), mload(encoded))
        }
    }
}
