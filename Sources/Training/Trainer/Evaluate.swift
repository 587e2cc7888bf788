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
                hits += correctAnswers(output, batch.classes)
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

    /// Rows whose largest output is at their class: the first of several that are equal, as in `argmax`; a row that
    /// holds NaN answers nothing.
    private func correctAnswers(_ output: Tensor<Element>, _ classes: [Int]) -> Int {
        guard let width = output.shape.last, !classes.isEmpty else { return 0 }
        return output.withValues { values in
            classes.indices.count { row in
                let (start, answer) = (row * width, classes[row])
                let best = values[start + answer]
                return (0..<width).allSatisfy { place in
                    place < answer ? values[start + place] < best : values[start + place] <= best
                }
            }
        }
    }
}
