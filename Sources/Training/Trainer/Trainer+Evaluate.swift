import Telemetry

extension Trainer {
    /// Measures the model on the held-out data; nil without any. Training's own random numbers stay as they are, and so
    /// does the mode of each module.
    func evaluate() -> Evaluation? {
        guard var source = evaluation else { return nil }
        var batch = Batch<Element>()
        var (isEmpty, weight, lossSum) = (true, 0.0, 0.0)
        var answers: Answers?
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
                guard let more = loss.answers(output, batch) else { continue }
                answers = Answers(right: (answers?.right ?? 0) + more.right, of: (answers?.of ?? 0) + more.of)
            }
        }
        evaluation = source
        guard !isEmpty else { return nil }
        return Evaluation(
            step: lastUpdatedStep,
            split: source.split,
            loss: lossSum / weight,
            accuracy: answers.flatMap { $0.of == 0 ? nil : Double($0.right) / Double($0.of) }
        )
    }
}
