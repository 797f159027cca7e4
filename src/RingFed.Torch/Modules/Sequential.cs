using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules one after another; each disposes of what the one before it made.</summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.IModule<Tensor, Tensor>> steps = [];

    protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach ((string own, nn.Module<Tensor, Tensor> module) in modules)
        {
            append(own, module);
        }
    }

    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (nn.Module<Tensor, Tensor> module in modules)
        {
            append(module);
        }
    }

    public int Count => steps.Count;

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        add_module(name, (nn.Module)module);
        steps.Add(module);
        return this;
    }

    public Sequential append(nn.IModule<Tensor, Tensor> module) =>
        append(steps.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), module);

    public override Tensor forward(Tensor tensor)
    {
        if (steps.Count == 0)
        {
            return tensor.alias();
        }

        Tensor current = tensor;
        foreach (nn.IModule<Tensor, Tensor> step in steps)
        {
            Tensor next = step.call(current);
            if (!ReferenceEquals(current, tensor) && !ReferenceEquals(current, next))
            {
                current.Dispose();
            }

            current = next;
        }

        return current;
    }
}
