using RingFed.Federation.Masking;
using RingFed.Federation.Ring;
using RingFed.Federation.Transport;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// Training under exchange kind masked-sum (DESIGN 7.4): in each round every silo trains on from the same parameters, the
/// ring adds up n x parameters and n, and all take the mean. No silo sees another's update, and none can judge one: there
/// is no robustness. One sum a round, so two rounds of the ring; the silos are those of the encoder's sum in all of them.
/// After a restart the means come again, and only a round that is not over is trained once more.
/// </summary>
/// <param name="options">As the running epoch has them.</param>
/// <param name="stopping">Ends training.</param>
internal sealed class MaskedMeanTraining(
    Func<TrainerOptions> options, WorkingModel model, MaskedRingSum sums, PatientDisk disk, TrainingProgress progress, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Largest size of a parameter; one beyond has diverged.</summary>
    public const int ParameterMax = 1 << 10;

    /// <summary>Most patients of a silo.</summary>
    public const int RecordsMax = 1 << 24;

    /// <summary>A silo's n x parameter is rounded to a multiple of 2^-40. Of these bounds 2^53 silos stay below 2^127.</summary>
    public const int ScaleBits = 40;

    private const long Bound = (long)ParameterMax * RecordsMax;

    /// <summary>All rounds, from the parameters that the seed or sums gave.</summary>
    public async Task RunAsync()
    {
        IRingModel trained = model.Get();
        model.ForgetStart();
        if (trained.Layout.Count >= MaskingCaps.ValuesMax)
        {
            throw Ended($"the model has {trained.Layout.Count} parameters, and a masked sum holds {MaskingCaps.ValuesMax - 1} of them at most: take a smaller model, or exchange kind relay");
        }

        for (int round = 1; round <= options().Means; round++)
        {
            RingTotal total = await SumAsync(trained, round);
            trained.ImportParameters(MeanOf(total));

            // What is on the disk may be newer while means come again after a restart.
            if (round > model.Round)
            {
                await disk.WriteAsync(() => model.SaveRound(round), stopping);
            }
        }
    }

    /// <summary>n x parameters, and n.</summary>
    /// <exception cref="InvalidOperationException">A parameter is not finite, or beyond <see cref="ParameterMax"/>; nothing was sent.</exception>
    public static StatisticQuery QueryOf(int round, ReadOnlySpan<float> parameters, long records)
    {
        double[] weighted = new double[parameters.Length + 1];
        for (int index = 0; index < parameters.Length; index++)
        {
            // A product of 24 and 24 bits: exact. NaN is not at most anything.
            weighted[index] = Math.Abs(parameters[index]) <= ParameterMax && records <= RecordsMax
                ? parameters[index] * (double)records
                : throw new InvalidOperationException($"parameter {index} of {parameters.Length} is not a number of at most {ParameterMax} in size, or {records} patients are more than {RecordsMax}");
        }

        weighted[^1] = records;
        double most = Bound;
        return StatisticQuery.OfReals(
            NameOf(round), weighted, most * weighted.Length, most * Math.Sqrt(weighted.Length), Bound, ScaleBits, minimumCount: 0,
            "Parameters after local training, weighted by patients: their mean is what all silos train on from.");
    }

    /// <summary>The mean over all patients of the sum, rounded to float32; the same bits at every silo.</summary>
    /// <exception cref="InvalidOperationException">No patients are in the sum.</exception>
    public static float[] MeanOf(RingTotal total)
    {
        double[] sums = total.Reals(ScaleBits);
        return sums[^1] > 0
            ? Array.ConvertAll(sums[..^1], sum => (float)(sum / sums[^1]))
            : throw new InvalidOperationException($"The silos of the sum say that they have {sums[^1]} patients.");
    }

    private static string NameOf(int round) => $"parameters after round {round} of training";

    private async Task<RingTotal> SumAsync(IRingModel trained, int round)
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        CancellationToken isOver = over.Token;
        Lock gate = new();
        Task<StatisticQuery>? training = null;
        try
        {
            return await sums.SumAsync(new AskedSum(NameOf(round), checked((int)trained.Layout.Count + 1), (Int128)Bound << ScaleBits, TrainAsync), stopping);
        }
        finally
        {
            // The sum may be over without this silo, or the silo stops: nobody else may use the model before training ends.
            await over.CancelAsync();
            Task? begun;
            lock (gate)
            {
                begun = training;
            }

            await (begun?.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default) ?? Task.CompletedTask);
        }

        // A thread of its own: libtorch's gradient mode belongs to the thread. A round of the ring that closes without
        // this silo does not end it: without its numbers the sum cannot be, and the next try asks for them again.
        Task<StatisticQuery> TrainAsync(CancellationToken cancelled)
        {
            lock (gate)
            {
                training ??= Task.Factory.StartNew(() => Train(trained, round, isOver), isOver, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return training.WaitAsync(cancelled);
            }
        }
    }

    private StatisticQuery Train(IRingModel trained, int round, CancellationToken cancelled)
    {
        TrainerOptions running = options();
        progress.Begin(round, $"training for round {round} of {running.Means}");
        long started = time.GetTimestamp();
        TrainingReport report = trained.Train(running.LocalWork, cancelled);
        ExportGuard.Check(trained.Layout, running.DifferentialPrivacy);
        float[] values = new float[trained.Layout.Count];
        trained.ExportParameters(values);
        progress.Finish(new RoundLosses(round, report.Steps, time.GetElapsedTime(started).TotalSeconds, report.Losses));
        try
        {
            return QueryOf(round, values, report.Records);
        }
        catch (InvalidOperationException refused)
        {
            string why = report.Records > RecordsMax ? "This silo has more patients than the sum can weigh" : "Training has diverged at this silo: look at its data and at the model's learning rate";
            throw Ended($"round {round} of training gave nothing that can be added up: {refused.Message}. Nothing was sent. {why}");
        }
    }

    private static WorkRefusedException Ended(string sentence) => new(new SessionFault(SessionFaultCode.FitEnded, sentence));
}
