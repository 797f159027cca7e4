using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2).</summary>
public class AdamW : OptimizerHelper, IBetas
{
    private readonly Options defaults;

    public AdamW(
        IEnumerable<Parameter> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
    {
    }

    public AdamW(
        IEnumerable<ParamGroup> parameters,
        double lr = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double eps = 1e-8,
        double weight_decay = 0,
        bool amsgrad = false,
        bool maximize = false)
    {
        defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        foreach (ParamGroup group in parameters)
        {
            add_param_group(group);
        }
    }

    public (double, double) Betas
    {
        get => (defaults.beta1!.Value, defaults.beta2!.Value);
        set => (defaults.beta1, defaults.beta2) = value;
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

    private void StepGroup(Modules.ParamGroup group)
    {
        Options options = (Options)group.Options!;
        AdamStep step = new()
        {
            LearningRate = options.LearningRate!.Value,
            Beta1 = options.beta1!.Value,
            Beta2 = options.beta2!.Value,
            Eps = options.eps!.Value,
            WeightDecay = options.weight_decay!.Value,
            AmsGrad = options.amsgrad!.Value ? 1 : 0,
            Maximize = options.maximize!.Value ? 1 : 0,
            Decoupled = 1,
        };
        AdamBatch.Run([.. group.Parameters.Select(parameter => (parameter, (IAdamState)StateOf<State>(parameter)))], step);
    }

    /// <inheritdoc/>
    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            Options other = (Options)source;
            (beta1, beta2, eps) = (other.beta1, other.beta2, other.eps);
            (weight_decay, amsgrad, maximize) = (other.weight_decay, other.amsgrad, other.maximize);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            amsgrad = reader.ReadBoolean();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            writer.Write(beta1!.Value);
            writer.Write(beta2!.Value);
            writer.Write(eps!.Value);
            writer.Write(weight_decay!.Value);
            writer.Write(amsgrad!.Value);
            writer.Write(maximize!.Value);
        }

        internal void TakeMissing(Options defaults)
        {
            LearningRate ??= defaults.LearningRate;
            beta1 ??= defaults.beta1;
            beta2 ??= defaults.beta2;
            eps ??= defaults.eps;
            weight_decay ??= defaults.weight_decay;
            amsgrad ??= defaults.amsgrad;
            maximize ??= defaults.maximize;
            InitialLearningRate = LearningRate!.Value;
        }
    }

    /// <inheritdoc/>
    public class ParamGroup : ParamGroup<Options>, IBetas
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
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }

    /// <summary>Running moments of one parameter's gradient.</summary>
    public sealed class State : OptimizerState, IDisposable, IAdamState
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;
        public Tensor? max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        long IAdamState.Step
        {
            get => step;
            set => step = value;
        }

        Tensor IAdamState.Average => exp_avg;

        Tensor IAdamState.Square => exp_avg_sq;

        Tensor? IAdamState.Largest => max_exp_avg_sq;

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = zeros_like(_parameter).DetachFromDisposeScope();
            exp_avg_sq = zeros_like(_parameter).DetachFromDisposeScope();
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? zeros_like(_parameter).DetachFromDisposeScope() : null;
        }

        public override void LoadStateDict(OptimizerState source)
        {
            State other = (State)source;
            Dispose();
            step = other.step;
            exp_avg = Keep(other.exp_avg, _parameter.device)!;
            exp_avg_sq = Keep(other.exp_avg_sq, _parameter.device)!;
            max_exp_avg_sq = Keep(other.max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            exp_avg.Load(reader);
            exp_avg_sq.Load(reader);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            exp_avg.Save(writer);
            exp_avg_sq.Save(writer);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void to(Device device)
        {
            Tensor[] before = [exp_avg, exp_avg_sq];
            Tensor? largest = max_exp_avg_sq;
            exp_avg = Keep(exp_avg, device)!;
            exp_avg_sq = Keep(exp_avg_sq, device)!;
            max_exp_avg_sq = Keep(largest, device);
            Array.ForEach(before, tensor => tensor.Dispose());
            largest?.Dispose();
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state
            && step == state.step
            && exp_avg.allclose(state.exp_avg)
            && exp_avg_sq.allclose(state.exp_avg_sq)
            && (max_exp_avg_sq is null || (state.max_exp_avg_sq is not null && max_exp_avg_sq.allclose(state.max_exp_avg_sq)));
    }
}
