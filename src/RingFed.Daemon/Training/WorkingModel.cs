using System.Globalization;
using Microsoft.Extensions.Logging;
using RingFed.Federation.Aggregation;
using RingFed.Federation.Ring;
using RingFed.Federation.Topology;
using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Evaluation;
using RingFed.Learning.Models;
using RingFed.Learning.Privacy;

namespace RingFed.Daemon.Training;

/// <summary>
/// This silo's model: made late, so that a daemon that only waits does not load libtorch, and gone on with from its last
/// checkpoint. One thread at a time.
/// </summary>
/// <param name="make">A new model.</param>
internal sealed class WorkingModel(
    TrainerOptions options, Cohort cohort, SiloState files, ILedger ledger, TimeProvider time, ILogger logger, Func<ModelContext, IRingModel> make) : IDisposable
{
    private readonly CheckpointStore _checkpoints = new(files);
    private FittedEncoder? _encoder;
    private IRingModel? _model;
    private ParameterLayout? _layout;
    private float[]? _start;
    private bool _isRestored;
    private bool _wasTakenBack;

    /// <summary>SHA-256 of the encoder that the ring fitted; 32 zero bytes before there is one.</summary>
    public ReadOnlyMemory<byte> EncoderDigest => _encoder?.Digest ?? new byte[32];

    /// <summary>Of the checkpoint that was read or written last.</summary>
    private volatile CheckpointMark _mark = CheckpointMark.None;

    /// <summary>The stage with which the checkpoint was written, when a stage was over with it; null while none is known.</summary>
    public FitStage? Stage => _mark.Stage;

    /// <summary>Rounds of training by masked means that are in the checkpoint.</summary>
    public int Round => _mark.Round ?? 0;

    /// <summary>Chooses what patients are drawn from; null where nothing is chosen.</summary>
    public HeldoutGate? Gate { get; private set; }

    public ParameterLayout Layout => _layout ??= new ParameterLayout(
        Get().Layout.Model, Get().Layout.Parameters.Select(parameter => (parameter.Name, parameter.Shape, parameter.Role)));

    /// <summary>The encoder that the ring has fitted now.</summary>
    public void Take(FittedEncoder encoder)
    {
        EncoderFile.Write(files, encoder);
        _encoder = encoder;
    }

    /// <summary>Everything that sums give before training is on the disk.</summary>
    public bool HasOpened(FitPlan plan)
    {
        try
        {
            _encoder ??= EncoderFile.Read(files);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        if (plan is { SumsBefore: 0, Trains: true })
        {
            RequireSameSchema(_encoder);
            return true;
        }

        Get();
        return _isRestored;
    }

    /// <summary>Everything that sums give after training is on the disk, and all before it.</summary>
    public bool HasClosed()
    {
        try
        {
            _encoder ??= EncoderFile.Read(files);
        }
        catch (InvalidDataException)
        {
            return false;
        }

        Get();
        return _isRestored && Stage == FitStage.AfterTraining;
    }

    public IRingModel Get()
    {
        if (_model is not null)
        {
            return _model;
        }

        _encoder ??= EncoderFile.Read(files);
        RequireSameSchema(_encoder);
        TorchSharp.torch.set_num_threads(options.Threads);
        ModelSeeds seeds = options.Seeds();
        _model = options.IsGated ? Gated(seeds) : ModelOver(cohort, seeds);
        _start = options.Plan.SumsBefore == 0 ? Exported(_model) : null;
        Restore(_model);
        return _model;
    }

    /// <summary>The seed's parameters, the same bits at every silo. Handed over and not kept: it is a whole model, and an epoch that asks once more is rare.</summary>
    public float[] TakeStart()
    {
        Get();
        float[] values = _start ?? StartAnew();
        _start = null;
        return values;
    }

    /// <summary>The values are let go: an epoch that goes on from agreed parameters does not begin from the seed's.</summary>
    public void ForgetStart() => _start = null;

    /// <summary>A stage of the fit is over with the model as it is.</summary>
    public void Save(FitStage stage) => Save(_mark with { Stage = stage });

    /// <summary>The model holds a training round's agreed parameters.</summary>
    public void Save(RoundRecord round) => Save(new CheckpointMark(null, round.Round, round.AggregateDigest));

    /// <summary>What is added up after training is in the model already, from these very parameters.</summary>
    public bool IsCompletedFrom(RoundRecord round)
    {
        Get();
        return _mark == new CheckpointMark(FitStage.AfterTraining, round.Round, round.AggregateDigest);
    }

    /// <summary>A checkpoint of the round or a later one is on the disk.</summary>
    public bool IsSavedSince(int round)
    {
        Get();
        return _mark.Round >= round;
    }

    /// <exception cref="InvalidDataException">The model holds other parameters than those of the round.</exception>
    public void RequireTrainedIn(int round)
    {
        Get();
        if (_mark.Round != round)
        {
            string held = _mark.Round is { } other ? string.Create(CultureInfo.InvariantCulture, $"those of round {other}") : "none that the ring agreed on";
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"sums after training are made from the parameters of round {round}, and {files.Model} holds {held}: start the daemon again, the ring then hands them over"));
        }
    }

    /// <param name="round">Of training by masked means, which is over with it.</param>
    public void SaveRound(int round) => Save(new CheckpointMark(null, round, null));

    /// <summary>What was done to the model since its last checkpoint is forgotten; asked for again, it is as that one left it.</summary>
    public void TakeBack()
    {
        _model?.Dispose();
        (_model, Gate, _wasTakenBack) = (null, null, true);
    }

    public void Dispose() => _model?.Dispose();

    private void Save(CheckpointMark mark)
    {
        _checkpoints.Save(Get(), mark);
        _mark = mark;
    }

    /// <summary>What is trained by now has moved on; a model that was just made, or is as the sums before training left it, has not.</summary>
    private float[] StartAnew()
    {
        using IRingModel untrained = ModelOver(cohort, options.Seeds());
        if (options.Plan.SumsBefore > 0 && _checkpoints.Restore(untrained).Path is null)
        {
            throw new InvalidDataException($"{files.Model} cannot be read, and the parameters to start from are in it: start the daemon again, it is then fitted anew");
        }

        return Exported(untrained);
    }

    /// <summary>Trained on a part of the patients, judged by the rest; a model that draws no patients has all of them.</summary>
    private IRingModel Gated(ModelSeeds seeds)
    {
        HeldoutSplit split = HeldoutSplit.Of(cohort, seeds.Training);
        IRingModel model = ModelOver(split.Training, seeds);
        if (model is IGenerativeModel)
        {
            Gate = GateOver(split.Heldout, seeds.Training, model);
            return model;
        }

        model.Dispose();
        logger.GatePassedOver(options.Model);
        return ModelOver(cohort, seeds);
    }

    private IRingModel ModelOver(Cohort training, ModelSeeds seeds) => make(new ModelContext(_encoder!, training, seeds, ledger, time));

    private static float[] Exported(IRingModel model)
    {
        float[] values = new float[model.Layout.Count];
        model.ExportParameters(values);
        return values;
    }

    // A vocabulary that was reordered after the fit would give every index another meaning.
    private void RequireSameSchema(FittedEncoder encoder)
    {
        (string fitted, string own) = (SchemaText.DigestOf(encoder.Schema), SchemaText.DigestOf(cohort.Schema));
        if (fitted != own)
        {
            throw new InvalidDataException(
                $"the ring fitted its encoder for schema {fitted}, the cohort is read with {own}: put the agreed schema back, or start a new epoch with the new one");
        }
    }

    private HeldoutGate GateOver(Cohort heldout, long seed, IRingModel model)
    {
        HeldoutGate gate = new(heldout, seed);
        if (!File.Exists(files.Served))
        {
            return gate;
        }

        try
        {
            gate.Restore(ServedFile.BestIn(files, model.Layout));
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            logger.ServedModelPassedOver(unreadable.Message);
        }

        return gate;
    }

    private void Restore(IRingModel model)
    {
        RestoredCheckpoint restored = _checkpoints.Restore(model);
        (_isRestored, _mark) = (restored.Path is not null, restored.Mark);
        if (restored.Fault is not null)
        {
            logger.CheckpointPassedOver(restored.Fault, restored.Path ?? "the ring's agreed results");
        }
        else if (restored.Path is not null)
        {
            logger.CheckpointRestored(restored.Path);
        }

        // Made anew from the seed it would be another model than the one that the sums gave, and nobody adds up again.
        if (_wasTakenBack && !_isRestored && options.Plan.SumsBefore > 0)
        {
            throw new InvalidDataException($"{files.Model} cannot be read, and what sums gave before training is in it: start the daemon again, it is then fitted anew");
        }
    }
}
