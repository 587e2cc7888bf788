import Telemetry

extension Trainer {
    /// Computes one optimizer step and returns its record.
    ///
    /// - Parameter inspecting: whether to record details: the layers, dead units, and the size of the update.
    func step(_ number: Int, inspecting: Bool) -> StepRecord {
        let start = clock.seconds
        let settings = gate.settings
        let place = drawBatches(number)

        optimizer.zeroGrad()
        var deadUnits = inspecting ? DeadUnits(parameters: optimizer.parameters) : nil
        let loss = accumulateGradients(&deadUnits)
        let gradients = clipGradients(settings)

        var record = StepRecord(
            step: number,
            time: 0,
            epoch: place?.epoch,
            batch: place?.batch,
            loss: loss,
            gradNorm: gradients.norm,
            clippedNorm: gradients.clippedNorm,
            clipCoefficient: settings.clip == .norm ? gradients.coefficient : nil,
            maxNorm: settings.maxNorm,
            clip: settings.clip.rawValue,
            lr: settings.learningRate,
            alarms: alarms(loss: loss, gradients)
        )
        if record.isNonFinite && settings.nonFinite != .continue {
            record.extras = [NamedNumber(StepRecord.withheldSeries, 1)]
        } else {
            // Where every gradient is 0, or zeroed by clipping, measure whether any weight moves.
            let mayStand = record.alarms.contains { $0.kind == .normOverflow || $0.kind == .normZero }
            update(&record, gradients.coefficient, measures: inspecting || mayStand)
            lastUpdatedStep = number
        }
        if let average = followLoss(loss) { record.extras.append(NamedNumber("loss_ema", average)) }
        // The schedule follows the run's steps, withheld ones included, so that it ends with the run.
        schedule.step(optimizer)
        gate.settings.learningRate = optimizer.learningRate
        if inspecting || record.isNonFinite {
            record.layers = layers.join(
                gradients.parameterNorms,
                isTrained: optimizer.parameters.map(\.tensor.requiresGrad),
                normType: plan.normType
            )
        }
        if let deadUnits {
            record.deadUnits = deadUnits.share
            record.deadLayers = deadUnits.shares
        }
        record.time = clock.seconds
        let seconds = record.time - start
        record.stepSeconds = (seconds * 1e7).rounded() / 1e7
        record.samplesPerSecond = throughput(microBatches.sampleCount, seconds: seconds)
        let tokens = microBatches.tokenCount
        if tokens > 0 { record.tokensPerSecond = throughput(tokens, seconds: seconds) }
        return record
    }

    /// Draws the step's batches from the source; returns the epoch and index of the first, nil without epochs.
    private func drawBatches(_ number: Int) -> (epoch: Int, batch: Int)? {
        guard let batchesPerEpoch = batches.batchesPerEpoch else {
            microBatches.draw(plan.accumulate, from: &batches)
            return nil
        }
        // A step never crosses the end of an epoch: the last one of an epoch uses the remaining batches.
        let stepsPerEpoch = plan.stepsPerEpoch(batchesPerEpoch: batchesPerEpoch)
        let (epoch, step) = (number - 1).quotientAndRemainder(dividingBy: stepsPerEpoch)
        let batch = step * plan.accumulate
        microBatches.draw(min(plan.accumulate, batchesPerEpoch - batch), from: &batches)
        return (epoch, batch)
    }

    /// Accumulates the gradients of the step's batches, each weighted by its share of all targets, and returns their loss.
    private func accumulateGradients(_ deadUnits: inout DeadUnits<Element>?) -> Double {
        var total = 0.0
        microBatches.forEach(weighing: loss.weigh) { batch, share, weight in
            let loss = replay?(batch) ?? loss(model(batch), batch)
            deadUnits?.examine(loss)
            total += Double(loss.item()) * share
            let scale = self.loss.isSummed ? share * weight : share
            (scale == 1 ? loss : loss * Element(scale)).backward()
        }
        return total
    }

    /// The running mean of the loss, where the plan asks for one; a loss that is not finite is left out.
    private func followLoss(_ loss: Double) -> Double? {
        guard let share = plan.lossAverage else { return nil }
        if loss.isFinite { averageLoss = averageLoss.map { share * $0 + (1 - share) * loss } ?? loss }
        return averageLoss
    }

    private func clipGradients(_ settings: TrainerSettings) -> ClippedGradients {
        do {
            return try clipGradientsWithoutScaling(
                optimizer.parameters,
                clip: settings.clip,
                maxNorm: settings.maxNorm,
                normType: plan.normType
            )
        } catch {
            // The plan and the gate reject negative thresholds, and no parameter is empty.
            fatalError("clipping: \(error)")
        }
    }

    private func update(_ record: inout StepRecord, _ coefficient: Double, measures: Bool) {
        guard measures else { return optimizer.step(scaledBy: coefficient) }
        let meter = UpdateMeter(optimizer.parameters.filter(\.tensor.requiresGrad))
        optimizer.step(scaledBy: coefficient)
        let (change, ratio) = meter.measure()
        record.updateRatio = ratio
        if change == 0 { record.alarms.append(Alarm(.updateZero)) }
    }

    private func throughput(_ count: Int, seconds: Double) -> Double? {
        guard seconds > 0 else { return nil }
        let rate = Double(count) / seconds
        // More digits than the clock's precision would only lengthen every line of a recording.
        return rate < 100 ? (rate * 100).rounded() / 100 : rate.rounded()
    }
}
