using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a model: parameters, buffers and further parts, all by name.</summary>
        public partial class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Value)> ownParameters = [];
            private readonly List<(string Name, Tensor Value, bool Persistent)> ownBuffers = [];
            private readonly List<(string Name, Module Value)> ownModules = [];

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            /// <summary>The class name, unless a module says otherwise.</summary>
            protected string name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            /// <inheritdoc/>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            public virtual void train(bool train = true)
            {
                training = train;
                ownModules.ForEach(part => part.Value.train(train));
            }

            public virtual void eval() => train(false);

            public virtual void register_parameter(string name, Parameter param)
            {
                param.DetachFromDisposeScope();
                ownParameters.RemoveAll(own => own.Name == name);
                ownParameters.Add((name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                tensor.DetachFromDisposeScope();
                ownBuffers.RemoveAll(own => own.Name == name);
                ownBuffers.Add((name, tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                ownModules.RemoveAll(own => own.Name == name);
                ownModules.Add((name, submodule));
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                ownParameters.Concat(recurse ? Below(part => part.named_parameters(true)) : [])
                    .DistinctBy(own => own.Item2, ReferenceEqualityComparer.Instance);

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(own => own.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true) =>
                ownBuffers.Where(own => include_nonpersistent || own.Persistent).Select(own => (own.Name, own.Value))
                    .Concat(recurse ? Below(part => part.named_buffers(true, include_nonpersistent)) : []);

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(own => own.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => ownModules;

            public virtual IEnumerable<Module> children() => ownModules.Select(own => own.Value);

            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                ownModules.Concat(Below(part => part.named_modules()));

            public virtual IEnumerable<Module> modules() => named_modules().Select(own => own.module);

            public virtual bool has_parameter(string target) => named_parameters().Any(own => own.name == target);

            public virtual Parameter? get_parameter(string target) =>
                named_parameters().FirstOrDefault(own => own.name == target).parameter;

            public virtual bool has_buffer(string target) => named_buffers().Any(own => own.name == target);

            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(own => own.name == target).buffer;

            public virtual Module apply(Action<Module> fn)
            {
                ownModules.ForEach(part => part.Value.apply(fn));
                fn(this);
                return this;
            }

            /// <param name="set_to_none">Drops gradients, rather than writing zeros over them.</param>
            public virtual void zero_grad(bool set_to_none = true) => ZeroGradients(parameters(), set_to_none);

            internal static unsafe void ZeroGradients(IEnumerable<Parameter> parameters, bool setToNone)
            {
                TensorList list = new(parameters);
                Native.Check(Native.rf_autograd_zero_gradients(list, list.Count, setToNone ? 1 : 0));
            }

            /// <summary>Values by dotted name, not copied.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach ((string own, Parameter value) in named_parameters())
                {
                    destination.TryAdd(Prefixed(prefix, own), value);
                }

                foreach ((string own, Tensor value) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(Prefixed(prefix, own), value);
                }

                return destination;
            }

            /// <summary>Copies values by dotted name.</summary>
            /// <param name="strict">Refuses names that are missing on either side.</param>
            /// <returns>Names that the source lacks, and names that this module lacks.</returns>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(key => !source.ContainsKey(key) && skip?.Contains(key) != true)];
                List<string> unexpected = [.. source.Keys.Where(key => !own.ContainsKey(key) && skip?.Contains(key) != true)];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                }

                using IDisposable still = no_grad();
                foreach ((string key, Tensor value) in source)
                {
                    if (own.TryGetValue(key, out Tensor? target) && skip?.Contains(key) != true)
                    {
                        target.copy_(value);
                    }
                }

                return (missing, unexpected);
            }

            /// <summary>Registers every field that holds a parameter, a tensor (as a buffer) or a module, by the field's name.</summary>
            protected virtual void RegisterComponents()
            {
                foreach (FieldInfo field in FieldsOf(GetType()))
                {
                    string own = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (IsRegistered(own))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(own, module);
                            break;
                        case Parameter parameter:
                            register_parameter(own, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(own, tensor);
                            break;
                    }
                }
            }

            // For layers whose parameters can be exchanged: the old one goes, and null unregisters.
            private protected void ReplaceOwn(string own, Parameter? before, Parameter? after)
            {
                if (ReferenceEquals(before, after))
                {
                    return;
                }

                before?.Dispose();
                ownParameters.RemoveAll(entry => entry.Name == own);
                if (after is not null)
                {
                    register_parameter(own, after);
                }
            }

            internal virtual void Convert(ScalarType? type, Device? device, bool nonBlocking)
            {
                foreach (Tensor value in ownParameters.Select(own => (Tensor)own.Value).Concat(ownBuffers.Select(own => own.Value)))
                {
                    bool keepType = type is null || !value.is_floating_point();
                    using Tensor moved = value.to(keepType ? value.dtype : type!.Value, device ?? value.device, non_blocking: nonBlocking);
                    value.TakeData(moved);
                }

                ownModules.ForEach(part => part.Value.Convert(type, device, nonBlocking));
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                ownParameters.ForEach(own => own.Value.Dispose());
                ownBuffers.ForEach(own => own.Value.Dispose());
                ownModules.ForEach(own => own.Value.Dispose());
            }

            // Base classes first, in order of declaration, so that names and order are stable.
            private static IEnumerable<FieldInfo> FieldsOf(Type type) =>
                type == typeof(Module) || type.BaseType is null
                    ? []
                    : FieldsOf(type.BaseType).Concat(type.GetFields(
                        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly));

            private static string Prefixed(string? prefix, string own) => string.IsNullOrEmpty(prefix) ? own : $"{prefix}.{own}";

            private bool IsRegistered(string own) =>
                ownModules.Exists(part => part.Name == own)
                || ownParameters.Exists(part => part.Name == own)
                || ownBuffers.Exists(part => part.Name == own);

            private IEnumerable<(string, T)> Below<T>(Func<Module, IEnumerable<(string Name, T Value)>> of) =>
                ownModules.SelectMany(part => of(part.Value).Select(own => ($"{part.Name}.{own.Name}", own.Value)));
        }

        /// <summary>A module of one input.</summary>
        public abstract class Module<T, TResult> : Module, IModule<T, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input) => forward(input);
        }

        /// <summary>A module of two inputs.</summary>
        public abstract class Module<T1, T2, TResult> : Module, IModule<T1, T2, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }

        /// <summary>A module of three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult> : Module, IModule<T1, T2, T3, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3) => forward(input1, input2, input3);
        }

        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3);
        }
    }
}
