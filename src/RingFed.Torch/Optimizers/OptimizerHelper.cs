using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>What all optimisers share: groups, state by parameter, saving and loading.</summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

    public override void zero_grad() => base.zero_grad();

    public virtual StateDictionary state_dict()
    {
        StateDictionary dictionary = new();
        foreach (ParamGroup group in _parameter_groups)
        {
            dictionary.Options.Add(group.Options!);
            List<int> indices = [];
            foreach (Parameter parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(states[parameter]);
            }

            dictionary.StateIndexRef.Add(indices);
        }

        return dictionary;
    }

    /// <summary>Copies options and state of an optimiser of the same shape.</summary>
    /// <exception cref="ArgumentException">The groups or parameters differ in number.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        StateDictionary own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        foreach ((OptimizerOptions mine, OptimizerOptions source) in own.Options.Zip(state_dict.Options))
        {
            mine.LoadStateDict(source);
        }

        foreach ((OptimizerState mine, OptimizerState source) in own.State.Zip(state_dict.State))
        {
            if (!ReferenceEquals(mine, source))
            {
                mine.LoadStateDict(source);
            }
        }
    }

    public void save_state_dict(string location)
    {
        using BinaryWriter writer = new(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        StateDictionary own = state_dict();
        writer.Write(GetType().Name);
        Leb128.Encode(writer, own.Options.Count);
        Leb128.Encode(writer, own.State.Count);
        own.Options.ForEach(options => options.SaveStateDict(writer));
        own.State.ForEach(state => state.SaveStateDict(writer));
    }

    public void load_state_dict(string location)
    {
        using BinaryReader reader = new(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <exception cref="InvalidDataException">The stream holds the state of another optimiser.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        string name = reader.ReadString();
        if (name != GetType().Name)
        {
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
        }

        StateDictionary own = state_dict();
        CheckCounts(own, (int)Leb128.Decode(reader), (int)Leb128.Decode(reader));
        own.Options.ForEach(options => options.LoadStateDict(reader));
        own.State.ForEach(state => state.LoadStateDict(reader));
    }

    /// <summary>Moves the state to where the parameters went.</summary>
    public void to(Device device) => state_dict().State.ForEach(state => state.to(device));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OptimizerState state in states.Values)
            {
                (state as IDisposable)?.Dispose();
            }

            states.Clear();
        }

        base.Dispose(disposing);
    }

    private protected TState StateOf<TState>(Parameter parameter)
        where TState : OptimizerState => (TState)states[parameter];

    private protected void Track(Parameter parameter, OptimizerState state, OptimizerOptions options)
    {
        states[parameter] = state;
        state.Initialize(options);
    }

    // The loss is computed with the tape on; the step is taken off it, which the native side sees to.
    private protected Tensor? StepGroups(Action<ParamGroup> step, Func<Tensor>? closure)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using IDisposable recording = enable_grad();
            loss = closure();
        }

        foreach (ParamGroup group in _parameter_groups)
        {
            step(group);
        }

        return loss;
    }

    private static void CheckCounts(StateDictionary own, int options, int states)
    {
        if (options != own.Options.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        }

        if (states != own.State.Count)
        {
            throw new ArgumentException("Invalid optimizer state -- different number of states.");
        }
    }
}
