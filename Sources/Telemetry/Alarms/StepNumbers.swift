/// The numbers of a step that most rules need, read from its record once.
struct StepNumbers {
    let step: Int
    let time: Double
    let loss: Double?
    let norm: Double?
    let lr: Double?

    @inline(__always)
    init(_ record: borrowing StepRecord) {
        (step, time, loss, norm, lr) = (record.step, record.time, record.loss, record.gradNorm, record.lr)
    }
}
