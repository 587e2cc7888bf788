import Telemetry

extension Trainer {
    /// Measures the model on the held-out data; nil without any. Training's own random numbers stay as they are.
    func evaluate() -> Evaluation? {
        guard var source = evaluation else { return nil }
        var batch = Batch<Element>()
        var (count, lossSum, hits) = (0, 0.0, 0)
        model.train(false)
        defer { model.train(true) }
        withoutGrad {
            source.restart()
            while source.next(into: &batch) {
                let output = model(batch)
                lossSum += Double(loss(output, batch).item()) * Double(batch.count)
                hits += loss.correctAnswers(output, batch.classes)
                count += batch.count
            }
        }
        evaluation = source
        guard count > 0 else { return nil }
        return Evaluation(
            step: updatedAt,
            split: source.split,
            loss: lossSum / Double(count),
            accuracy: batch.classes.isEmpty ? nil : Double(hits) / Double(count)
        )
    }
}
