"""Write a Stable Diffusion pipeline with random weights, small enough to run anywhere.

python tiny_pipeline.py FOLDER

What it paints is noise, but it paints it with the real code, parameter by parameter.
"""

from __future__ import annotations

import json
import string
import sys
from importlib import import_module
from pathlib import Path
from typing import Any


def save(folder: Path) -> None:
    """Write the pipeline to `folder`, in well under a megabyte."""
    diffusers = import_module("diffusers")
    pipeline = diffusers.StableDiffusionPipeline(
        vae=_autoencoder(diffusers),
        unet=_denoiser(diffusers),
        text_encoder=_text_encoder(),
        tokenizer=_tokenizer(folder),
        scheduler=diffusers.EulerDiscreteScheduler(steps_offset=1),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder)


def _autoencoder(diffusers: Any) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(8, 16, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=8,
        sample_size=64,
    )


def _denoiser(diffusers: Any) -> Any:
    return diffusers.UNet2DConditionModel(
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        attention_head_dim=4,
        cross_attention_dim=32,
        norm_num_groups=8,
        sample_size=8,
    )


def _text_encoder() -> Any:
    transformers = import_module("transformers")
    config = transformers.CLIPTextConfig(
        hidden_size=32,
        intermediate_size=37,
        num_attention_heads=4,
        num_hidden_layers=2,
        vocab_size=len(_vocabulary()),
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    return transformers.CLIPTextModel(config)


def _tokenizer(folder: Path) -> Any:
    words = folder / "words"
    words.mkdir(parents=True)
    vocabulary, merges = words / "vocab.json", words / "merges.txt"
    vocabulary.write_text(json.dumps(_vocabulary()), "utf-8")
    merges.write_text("#version: 0.2\n", "utf-8")
    return import_module("transformers").CLIPTokenizer(
        str(vocabulary), str(merges), model_max_length=77
    )


def _vocabulary() -> dict[str, int]:
    letters = [*string.ascii_letters, *string.digits, *string.punctuation]
    pieces = [
        "<|startoftext|>",
        "<|endoftext|>",
        *letters,
        *(f"{letter}</w>" for letter in letters),
    ]
    return {piece: number for number, piece in enumerate(pieces)}


if __name__ == "__main__":
    save(Path(sys.argv[1]))
