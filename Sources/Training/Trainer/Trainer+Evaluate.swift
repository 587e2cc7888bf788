import Telemetry

extension Trainer {
    /// Measures the model on the held-out data; nil without any. Training's own random numbers and the mode of each module
    /// do not change.
    func evaluate() -> Evaluation? {
        guard var source = evaluation else { return nil }
        var batch = Batch<Element>()
        var (isEmpty, weight, lossSum) = (true, 0.0, 0.0)
        var accuracy: Accuracy?
        let modes = Modes(of: model)
        model.train(false)
        defer { modes.restore() }
        withoutGrad {
            source.restart()
            while source.next(into: &batch) {
                isEmpty = false
                let share = loss.weigh(batch)
                guard share > 0 else { continue }
                let output = model(batch)
                lossSum += Double(loss(output, batch).item()) * share
                weight += share
                guard let more = loss.accuracy(output, batch) else { continue }
                accuracy = accuracy.map { $0 + more } ?? more
            }
        }
        evaluation = source
        guard !isEmpty else { return nil }
        return Evaluation(
            step: lastUpdatedStep,
            split: source.split,
            loss: lossSum / weight,
            accuracy: accuracy?.share
        )
    }
}
