import Dispatch
import Foundation
import Synchronization

/// Values that a thread of its own fills ahead of who empties them, a few in turn.
final class ReadAhead<Value: Sendable>: Sendable {
    private struct State {
        var empty: [Value]
        var filled: [Value] = []
        var isOver = false
        var isLeft = false
    }

    private let state: Mutex<State>
    private let room = DispatchSemaphore(value: 0)
    private let arrival = DispatchSemaphore(value: 0)
    private let done = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - values: empty ones.
    ///   - begin: called on the thread, where what it returns fills one value after the other, until it returns false.
    init(_ values: [Value], _ begin: @escaping @Sendable () -> (inout Value) -> Bool) {
        state = Mutex(State(empty: values))
        // A semaphore must not end with less than it began with.
        for _ in values { room.signal() }
        let thread = Thread { [self] in
            run(begin())
            done.signal()
        }
        thread.name = "read ahead"
        thread.start()
    }

    private func run(_ fill: (inout Value) -> Bool) {
        while true {
            room.wait()
            guard var value = state.withLock({ $0.isLeft ? nil : $0.empty.popLast() }) else { return }
            let isFilled = fill(&value)
            state.withLock { state in
                if isFilled { state.filled.append(value) } else { state.isOver = true }
            }
            arrival.signal()
            if !isFilled { return }
        }
    }

    /// Exchanges a value that was emptied for the next one that is filled, once there is one.
    ///
    /// - Returns: false when there are no more.
    func next(_ value: inout Value) -> Bool {
        arrival.wait()
        return state.withLock { state in
            guard !state.filled.isEmpty else {
                arrival.signal()
                return false
            }
            state.empty.append(value)
            value = state.filled.removeFirst()
            room.signal()
            return true
        }
    }

    /// Ends the thread, whether or not all has been taken.
    func leave() {
        state.withLock { $0.isLeft = true }
        room.signal()
        done.wait()
    }
}
