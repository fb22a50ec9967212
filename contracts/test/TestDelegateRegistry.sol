// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;

/// @notice Stand-in for Snapshot's delegate registry, written to its published interface: functions, events, and what it
/// refuses. The bytecode that runs on public chains was found in no package.
contract TestDelegateRegistry {
    mapping(address delegator => mapping(bytes32 id => address)) public delegation;

    event SetDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);
    event ClearDelegate(address indexed delegator, bytes32 indexed id, address indexed delegate);

    /// @notice Delegates the sender's votes of a space; with id 0 those of every space.
    function setDelegate(bytes32 id, address delegate) external {
        address before = delegation[msg.sender][id];
        require(delegate != msg.sender, "Can't delegate to self");
        require(delegate != address(0), "Can't delegate to 0x0");
        require(delegate != before, "Already delegated to this address");
        if (before != address(0)) emit ClearDelegate(msg.sender, id, before);
        delegation[msg.sender][id] = delegate;
        emit SetDelegate(msg.sender, id, delegate);
    }

    /// @notice Takes the delegation back.
    function clearDelegate(bytes32 id) external {
        address before = delegation[msg.sender][id];
        require(before != address(0), "No delegate set");
        delete delegation[msg.sender][id];
        emit ClearDelegate(msg.sender, id, before);
    }
}
