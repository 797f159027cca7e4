using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Stochastic gradient descent, with momentum (Sutskever et al. 2013) on request.</summary>
public class SGD : OptimizerHelper, IMomentum
{
    private readonly Options defaults;

    public SGD(
        IEnumerable<Parameter> parameters,
        double lr,
        double momentum = 0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
    {
    }

    public SGD(
        IEnumerable<ParamGroup> parameters,
        double lr,
        double momentum = 0,
        double dampening = 0,
        double weight_decay = 0,
        bool nesterov = false,
        bool maximize = false)
    {
        defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            momentum = momentum,
            dampening = dampening,
            weight_decay = weight_decay,
            nesterov = nesterov,
            maximize = maximize,
        };
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    public double Momentum
    {
        get => defaults.momentum!.Value;
        set => defaults.momentum = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group)
    {
        Options options = (Options)(param_group.Options ??= new Options());
        options.TakeMissing(defaults);
        param_group.Parameters = [.. param_group.Parameters];
        _parameter_groups.Add(param_group);
        foreach (Parameter parameter in param_group.Parameters)
        {
            Track(parameter, new State(parameter), options);
        }
    }

    /// <summary>One native call a group.</summary>
    public override Tensor? step(Func<Tensor>? closure = null) => StepGroups(StepGroup, closure);

    protected override void Dispose(bool disposing) => base.Dispose(disposing);

    private unsafe void StepGroup(Modules.ParamGroup group)
    {
        Options options = (Options)group.Options!;
        SgdStep step = new()
        {
            LearningRate = options.LearningRate!.Value,
            Momentum = options.momentum!.Value,
            Dampening = options.dampening!.Value,
            WeightDecay = options.weight_decay!.Value,
            Nesterov = options.nesterov!.Value ? 1 : 0,
            Maximize = options.maximize!.Value ? 1 : 0,
        };
        State[] states = [.. group.Parameters.Select(StateOf<State>)];
        TensorList weights = new(group.Parameters);
        nint[] buffers = [.. states.Select(state => state.momentum_buffer?.Handle ?? 0)];
        fixed (nint* b = buffers)
        {
            int failed = Native.rf_optim_sgd(weights, b, weights.Count, &step);
            GC.KeepAlive(states);
            for (int i = 0; i < states.Length; i++)
            {
                states[i].Adopt(buffers[i]);
            }

            Native.Check(failed);
        }
    }

    /// <inheritdoc/>
    public class Options : OptimizerOptions
    {
        public double? momentum;
        public double? dampening;
        public double? weight_decay;
        public bool? nesterov;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            Options other = (Options)source;
            (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
            (nesterov, maximize) = (other.nesterov, other.maximize);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            momentum = reader.ReadDouble();
            dampening = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            nesterov = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(momentum!.Value);
            writer.Write(dampening!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(nesterov!.Value);
            writer.Write(maximize!.Value);
        }

        internal void TakeMissing(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            momentum ??= defaults.momentum;
            dampening ??= defaults.dampening;
            weight_decay ??= defaults.weight_decay;
            nesterov ??= defaults.nesterov;
            maximize ??= defaults.maximize;
            InitialLearningRate = LearningRate!.Value;
        }
    }

    /// <inheritdoc/>
    public class ParamGroup : ParamGroup<Options>, IMomentum
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters,
            double lr = 1e-3,
            double momentum = 0,
            double dampening = 0,
            double weight_decay = 0,
            bool nesterov = false,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            })
        {
        }

        public double Momentum
        {
            get => Options.momentum!.Value;
            set => Options.momentum = value;
        }
    }

    /// <summary>The velocity of one parameter; null before its first step with momentum.</summary>
    public sealed class State : OptimizerState, IDisposable
    {
        public Tensor? momentum_buffer;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        public void Dispose() => momentum_buffer?.Dispose();

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            momentum_buffer = null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            Dispose();
            momentum_buffer = Keep(((State)source).momentum_buffer, _parameter.device);
        }

        public override void LoadStateDict(BinaryReader reader) =>
            LoadConditionalStateTensor(reader, ref momentum_buffer, _parameter.device);

        public override void SaveStateDict(BinaryWriter writer) => SaveConditionalStateTensor(writer, momentum_buffer);

        public override void to(Device device)
        {
            Tensor? before = momentum_buffer;
            momentum_buffer = Keep(before, device);
            before?.Dispose();
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && ((momentum_buffer is null && state.momentum_buffer is null)
                || (momentum_buffer is not null && state.momentum_buffer is not null && momentum_buffer.allclose(state.momentum_buffer)));

        internal void Adopt(nint buffer)
        {
            if (momentum_buffer is null && buffer != 0)
            {
                momentum_buffer = Native.Own(buffer).DetachFromDisposeScope();
            }
        }
    }
}
