// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice Stand-in for a contract wallet: one owner acts for it and signs for it (ERC-1271).
contract TestWallet is IERC1271 {
    address public immutable OWNER;

    error NotOwner(address sender);

    constructor(address owner) {
        OWNER = owner;
    }

    /// @notice Calls a contract as this wallet.
    function act(address target, bytes calldata data) external returns (bytes memory answer) {
        require(msg.sender == OWNER, NotOwner(msg.sender));
        bool passed;
        // solhint-disable-next-line avoid-low-level-calls
        (passed, answer) = target.call(data);
        require(passed, string(answer));
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool isOwners = failure == ECDSA.RecoverError.NoError && signer == OWNER;
        return isOwners ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
