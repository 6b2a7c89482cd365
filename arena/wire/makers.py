"""Who makes language models, and what they call them: patterns in the spelling of several scripts.

A name that is also an everyday word counts only with its capital.
"""

from typing import Final

MAKERS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "OpenAI",
        "Open AI",
        r"Chat[- ]?GPT",
        r"GPT[- ]?\d\w*",
        "GPT",
        r"DALL[-·]E",
        "أوبن إيه آي",
        "أوبن أي آي",
        "شات جي بي تي",
    ),
    ("Anthropic", "(?-i:Claude)", "أنثروبيك", "(?-i:كلود)"),
    (
        "Google",
        "DeepMind",
        "(?-i:Gemini)",
        "(?-i:Gemma)",
        "(?-i:Bard)",
        "PaLM",
        "LaMDA",
        "谷歌",
        "جوجل",
        "غوغل",
        "جيميني",
    ),
    ("Meta[- ]AI", "(?-i:Meta)", r"(?-i:Llama|LLaMA|LLAMA)", "Facebook", "ميتا"),
    ("Mistral AI", "(?-i:Mistral)", "Mixtral", "(?-i:Le Chat)"),
    ("DeepSeek", "Deep Seek", "深度求索"),
    ("Qwen", "QwQ", "Alibaba", "Tongyi", "阿里巴巴", "阿里云", "通义千问", "千问"),
    ("xAI", "(?-i:Grok)"),
    ("Microsoft", "(?-i:Copilot)", r"(?-i:Phi)[- ]?\d", "微软", "مايكروسوفت"),
    ("(?-i:Cohere)", r"Command[- ]R\+?", "(?-i:Aya)"),
    ("Moonshot", "(?-i:Kimi)", "月之暗面"),
    ("Zhipu", "ChatGLM", r"GLM[- ]?\d", "智谱"),
    ("Baidu", "ERNIE", "百度", "文心一言"),
    ("ByteDance", "Doubao", "字节跳动", "豆包"),
    ("Tencent", "Hunyuan", "腾讯", "混元"),
    ("(?-i:Amazon)", r"(?-i:Nova) (?:Pro|Lite|Micro)", "(?-i:Titan) Text"),
    ("Hugging ?Face", "SmolLM", "(?-i:Zephyr)"),
    ("NVIDIA", "Nemotron"),
    ("(?-i:Perplexity)", "(?-i:Sonar) (?:Pro|Large)"),
    ("MiniMax", "01\\.AI", r"(?-i:Yi)[- ]\d"),
    ("AI21", "(?-i:Jamba)", "IBM", "(?-i:Granite) \\d", "(?-i:Falcon)[- ]?\\d", "Technology Innovation Institute"),
    ("Allen Institute", "OLMo", "StableLM", "Stability AI", "(?-i:Vicuna)", "(?-i:Alpaca)"),
)
"""One entry a maker: the company and its models."""

VERSION: Final = (
    r"(?:[- ]?(?:v?\d+(?:\.\d+)*[a-zA-Z]?|(?-i:Sonnet|Opus|Haiku|Turbo|Pro|Flash|Ultra|Nano|Mini|mini|Instruct|Large"
    r"|Small|Medium|Plus|Max|Chat|AI))(?![A-Za-z0-9]))*"
)
"""What follows a model's name and belongs to it."""
