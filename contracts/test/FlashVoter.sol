// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IVotes } from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title A stand-in for an attacker with a flash loan of votes: whatever it does, it gives them back in the same transaction. Never deployed.
contract FlashVoter {
    /// @dev What came back from each call of the last loan.
    bool[] public succeeded;
    bytes[] public answers;
    /// @dev Votes in hand while the loan lasted.
    uint256 public power;

    /// @notice Borrows all that `lender` has and has approved, delegates it to itself, makes the calls and gives it back.
    function borrow(IERC20 token, address lender, address target, bytes[] calldata calls) external {
        (succeeded, answers) = (new bool[](0), new bytes[](0));
        uint256 amount = token.balanceOf(lender);
        require(token.transferFrom(lender, address(this), amount), "no loan");
        IVotes(address(token)).delegate(address(this));
        power = IVotes(address(token)).getVotes(address(this));
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool done, bytes memory answer) = target.call(calls[i]);
            succeeded.push(done);
            answers.push(answer);
        }
        require(token.transfer(lender, amount), "not given back");
    }
}
