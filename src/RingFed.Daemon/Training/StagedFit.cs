using RingFed.Federation.Transport;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models;

namespace RingFed.Daemon.Training;

/// <summary>
/// What is fitted by sums, as one flow a stage: first the encoder and what the model adds up before training, at the end
/// what it adds up after it. A stage that the disk shows to be over does not begin again.
/// </summary>
/// <param name="means">Training by masked means, which is then between the two in one flow; null where there are rounds of parameters.</param>
/// <param name="stopping">Ends the flows.</param>
internal sealed class StagedFit(
    FitPlan plan, Cohort cohort, WorkingModel model, IRingSum sums, MaskedMeanTraining? means, PatientDisk disk, CancellationToken stopping)
{
    private Task? _opening;
    private Task? _closing;

    /// <summary>The stage's flow, begun when it is first asked for.</summary>
    public Task Of(FitStage stage) => stage == FitStage.BeforeTraining ? _opening ??= Begin(OpenAsync) : _closing ??= Begin(CloseAsync);

    /// <summary>Whether no flow uses the model any more, waited for once they have been told to stop.</summary>
    public bool HaveEndedWithin(TimeSpan patience) => Task.WhenAll(_opening ?? Task.CompletedTask, _closing ?? Task.CompletedTask)
        .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
        .Wait(patience);

    // Away from the caller, who is to answer the questions that the flow asks.
    private Task Begin(Func<Task> flow) => Task.Run(flow, stopping);

    private async Task OpenAsync()
    {
        if (means is null ? model.HasOpened(plan) : model.HasClosed())
        {
            return;
        }

        FittedEncoder encoder = await EncoderFit.FitAsync(cohort, sums, stopping);
        await disk.WriteAsync(() => model.Take(encoder), stopping);
        if (plan.SumsBefore > 0)
        {
            await model.Get().FitAsync(FitStage.BeforeTraining, sums, stopping);
        }

        if (means is not null)
        {
            await TrainAsync(means);
            return;
        }

        if (plan.SumsBefore > 0 || !plan.Trains)
        {
            await disk.WriteAsync(() => model.Save(FitStage.BeforeTraining), stopping);
        }
    }

    /// <summary>
    /// After a restart every total comes again from the first, so that nothing of it has to be on the disk but what training
    /// remembers; and none is taken once the sums after training are over, because they made more of the last mean.
    /// </summary>
    private async Task TrainAsync(MaskedMeanTraining rounds)
    {
        await rounds.RunAsync();
        if (plan.SumsAfter > 0)
        {
            await CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        IRingModel trained = model.Get();
        if (model.Stage != FitStage.AfterTraining)
        {
            await trained.FitAsync(FitStage.AfterTraining, sums, stopping);
            await disk.WriteAsync(() => model.Save(FitStage.AfterTraining), stopping);
        }
    }
}
