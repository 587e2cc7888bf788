import Telemetry

extension Trainer {
    /// Waits until a step may be computed, and applies commands meanwhile.
    ///
    /// - Returns: false when the run is to stop instead.
    func waitForStep(_ boundary: inout StepBoundary, _ emit: (Event) -> Void) -> Bool {
        apply(boundary.arrived(), &boundary, emit)
        while !gate.isStopping {
            if gate.isHeld {
                apply(boundary.awaitCommands(), &boundary, emit)
                boundary.endHold()
            } else if let arrived = boundary.arrived(before: gate.settings.pace) {
                apply(arrived, &boundary, emit)
            } else {
                return true
            }
        }
        return false
    }

    private func apply(_ arrived: [Command], _ boundary: inout StepBoundary, _ emit: (Event) -> Void) {
        var waiting = arrived[...]
        while let first = waiting.first {
            // A stop does not wait for checkpoints, requested before it or after it.
            if first.request == .checkpoint, !gate.isStopping, let stop = boundary.removeStop(from: &waiting) {
                apply(stop, &boundary, emit)
            } else {
                apply(waiting.removeFirst(), &boundary, emit)
            }
        }
    }

    private func apply(_ command: Command, _ boundary: inout StepBoundary, _ emit: (Event) -> Void) {
        let answer = carryOut(gate.apply(command, before: boundary.next), to: command, emit)
        emit(answer)
        if case .applied(let applied) = answer { boundary.follow(applied) }
    }

    /// Makes the change that an answer reports before the answer is emitted; returns a rejection where that fails.
    private func carryOut(_ answer: Event, to command: Command, _ emit: (Event) -> Void) -> Event {
        guard case .applied(let applied) = answer else { return answer }
        switch applied.request {
        case .set:
            requestedCheckpoint = nil
            adoptLearningRate()
        case .checkpoint:
            let report = writeCheckpoint(after: applied.step - 1, isRequested: true, emit)
            guard let problem = report.problem else { break }
            return .rejected(Rejected(command, reason: "\(report.path): \(problem)"))
        case .rewind(let step): rewind(to: step)
        default: break
        }
        return answer
    }

    /// Passes a rate that an operator has set to the optimizer.
    func adoptLearningRate() {
        let (old, new) = (optimizer.learningRate, gate.settings.learningRate)
        guard old.bitPattern != new.bitPattern else { return }
        rateChanges.append((old, new))
        optimizer.learningRate = new
    }
}
