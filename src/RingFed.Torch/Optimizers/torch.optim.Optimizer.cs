using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters against their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            /// <summary>Parameters that share hyper-parameters.</summary>
            protected IList<ParamGroup> _parameter_groups = [];

            private protected Optimizer()
            {
            }

            ~Optimizer() => Dispose(false);

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <inheritdoc/>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Writes zeros over the gradients.</summary>
            public virtual void zero_grad() => nn.Module.ZeroGradients(parameters(), setToNone: false);

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            /// <param name="closure">Computes the loss anew, where the caller wants it returned.</param>
            public virtual Tensor? step(Func<Tensor>? closure = null) => closure?.Invoke();

            protected virtual void Dispose(bool disposing)
            {
            }

            /// <summary>Options and state by reference: changing them changes the optimiser.</summary>
            public class StateDictionary
            {
                internal StateDictionary()
                {
                }

                /// <summary>One for each parameter group.</summary>
                public List<OptimizerOptions> Options { get; } = [];

                /// <summary>One for each parameter, in the order of the groups.</summary>
                public List<OptimizerState> State { get; } = [];

                /// <summary>For each group, where in <see cref="State"/> its parameters are.</summary>
                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
