// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @notice Stand-in for the registry of split delegations, written to its published interface: functions, events, and what
/// it refuses. The bytecode that runs on public chains was found in no package.
contract TestSplitRegistry {
    /// @dev Ratios are relative to their sum.
    struct Delegation {
        bytes32 delegate;
        uint256 ratio;
    }

    mapping(address delegator => mapping(string context => Delegation[])) private _parts;
    mapping(address delegator => mapping(string context => uint256)) private _expirations;
    mapping(address delegate => mapping(string context => bool)) public optouts;

    event DelegationUpdated(
        address indexed delegator,
        string context,
        Delegation[] previousDelegation,
        Delegation[] delegation,
        uint256 expirationTimestamp
    );
    event DelegationCleared(address indexed delegator, string context, Delegation[] delegatesCleared);
    event OptOutStatusSet(address indexed delegate, string context, bool optout);

    error DuplicateDelegation(address emitter, Delegation[] delegation);
    error InvalidDelegateID(address emitter, bytes32 delegate);
    error DuplicateOptoutStatus(address emitter, string context, bool optout);

    /// @notice Replaces the sender's delegations in a space.
    /// @param delegation From the lowest delegate to the highest, each once.
    function setDelegation(
        string calldata context,
        Delegation[] calldata delegation,
        uint256 expirationTimestamp
    ) external {
        Delegation[] storage parts = _parts[msg.sender][context];
        bool isSame = keccak256(abi.encode(parts)) == keccak256(abi.encode(delegation));
        if (isSame && _expirations[msg.sender][context] == expirationTimestamp) {
            revert DuplicateDelegation(address(this), delegation);
        }
        emit DelegationUpdated(msg.sender, context, parts, delegation, expirationTimestamp);
        delete _parts[msg.sender][context];
        bytes32 previous;
        for (uint256 i = 0; i < delegation.length; ++i) {
            if (delegation[i].delegate <= previous) {
                revert InvalidDelegateID(address(this), delegation[i].delegate);
            }
            parts.push(delegation[i]);
            previous = delegation[i].delegate;
        }
        _expirations[msg.sender][context] = expirationTimestamp;
    }

    /// @notice Takes the sender's delegations in a space back.
    function clearDelegation(string calldata context) external {
        emit DelegationCleared(msg.sender, context, _parts[msg.sender][context]);
        delete _parts[msg.sender][context];
        delete _expirations[msg.sender][context];
    }

    /// @notice Says whether the sender wants to be nobody's delegate in a space.
    function optout(string calldata context, bool isOut) external {
        if (optouts[msg.sender][context] == isOut) {
            revert DuplicateOptoutStatus(address(this), context, isOut);
        }
        optouts[msg.sender][context] = isOut;
        emit OptOutStatusSet(msg.sender, context, isOut);
    }

    function getDelegation(
        string calldata context,
        address delegator
    ) external view returns (Delegation[] memory delegation, uint256 expirationTimestamp) {
        return (_parts[delegator][context], _expirations[delegator][context]);
    }
}
