// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IAuctionTaker } from "../interfaces/IAuctionTaker.sol";
import { IDerivative } from "../interfaces/IDerivative.sol";

/// @title A stand-in for a keeper's contract: inside the callback it makes the calls a test wrote down. Never deployed.
contract ScriptedTaker is IAuctionTaker {
    /// @dev What came back from the last call of the script.
    bool public succeeded;
    bytes public answer;
    IDerivative public owedIn;
    uint256 public owed;

    address private _target;
    bytes private _call;

    /// @notice From now on `onTake` calls `target` with `call`, and goes on whatever comes back.
    function script(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    /// @notice Makes any call as this contract, and passes its failure on.
    function act(address target, bytes calldata call) external returns (bytes memory result) {
        bool done;
        (done, result) = target.call(call);
        if (done) return result;
        // Memory-safe: reads the answer that was just written.
        assembly ("memory-safe") {
            revert(add(result, 0x20), mload(result))
        }
    }

    function onTake(IDerivative derivative, uint256 amount, bytes calldata) external {
        (owedIn, owed) = (derivative, amount);
        if (_target != address(0)) (succeeded, answer) = _target.call(_call);
        IERC20(derivative).approve(msg.sender, amount);
    }
}
