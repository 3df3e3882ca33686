/** The texts of the configuration reference in Chinese, by their English ones. */
export const CHINESE: { readonly [text: string]: string } = {
  text: '文本',
  list: '列表',
  mapping: '映射',
  'see right': '见右',
  required: '必填',
  'Folder for the database, the pictures and what is under way. In the file as seen from the file, else from where the gateway is started.':
    '存放数据库、图片和处理中数据的目录。写在配置文件里时相对于该文件，否则相对于启动网关时所在的目录。',
  'made once, kept in the data folder': '首次生成，保存在数据目录',
  'Signs links and seals stored credentials: at least 16 characters, the same on all nodes.':
    '用于签名链接并加密存储的凭据：至少 16 个字符，所有节点必须相同。',
  'SQLite in the data folder': '数据目录中的 SQLite',
  'PostgreSQL, as `postgres://user:password@host:5432/axonhub`.':
    'PostgreSQL，例如 `postgres://user:password@host:5432/axonhub`。',
  'this gateway is alone': '单节点运行',
  'Redis, for what several gateways share, as `redis://…`, with TLS `rediss://…`.':
    'Redis，供多个网关共享状态，例如 `redis://…`，使用 TLS 时为 `rediss://…`。',
  'What the gateway writes to standard error, as lines of JSON.':
    '网关写到标准错误输出的日志级别，每行一个 JSON。',
  member: '成员',
  values: '取值',
  default: '默认值',
  'variable, flag': '环境变量、命令行参数',
  'what it decides': '作用',
  'The top of the file': '文件顶层',
  'Port to listen on; 0: any free one.': '监听端口；0 表示任意空闲端口。',
  'Address to listen on; `0.0.0.0`: all of IPv4, `::`: all.':
    '监听地址；`0.0.0.0` 为全部 IPv4，`::` 为全部地址。',
  'as the client wrote it': '按客户端请求中的地址',
  'How clients reach the gateway, for links to pictures.': '客户端访问网关的地址，用于生成图片链接。',
  MiB: 'MiB',
  'Largest request body.': '请求体上限。',
  'Bytes of all requests at work at once; over it new ones are answered 503.':
    '同时处理的全部请求的字节数上限；超出后新请求返回 503。',
  'Fetch pictures from addresses of private networks too.': '允许从内网地址获取图片。',
  'Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. The variable holds them separated by commas.':
    '受信任代理的地址或网段，只采信它们的 `X-Forwarded-*` 头。环境变量中用逗号分隔。',
  'Web pages that may call the API, as `https://chat.example.com`; `*`: all, empty: none.':
    '允许调用 API 的网页来源，例如 `https://chat.example.com`；`*` 为全部，空为不允许。',
  seconds: '秒',
  'Longest silence towards a client that waits for an answer.':
    '客户端等待应答期间，最长多久不发送任何数据。',
  'How long a client may take to send its headers, and be silent while it sends its body.':
    '客户端发送请求头的时限，以及发送请求体时允许的最长停顿。',
  'How long running requests may go on when the gateway is stopped.':
    '停止网关时，正在处理的请求还可以继续多久。',
  'The bucket; required as soon as anything else of S3 is set.':
    '存储桶；只要设置了 S3 的其他任何一项就必填。',
  'The bucket’s region.': '存储桶所在区域。',
  'Amazon’s own': '亚马逊自己的地址',
  'URL of an S3-compatible server.': 'S3 兼容服务器的 URL。',
  'wherever AWS tools find theirs': 'AWS 工具查找凭据的各处',
  'Who signs; together with the secret key.': '签名者的 ID；与密钥一起设置。',
  'What it signs with.': '签名用的密钥。',
  'true where there is an endpoint': '设置了 endpoint 时为 true',
  'The bucket stands in the path, not in the host name.': '存储桶名放在路径中，而不是主机名中。',
  'Stands before every name in the bucket, as `axonhub/`.': '桶内所有对象名的前缀，例如 `axonhub/`。',
  'What logs, reports and the console call it. Unique.': '日志、报表和控制台中显示的名称，不可重复。',
  'The kind of upstream: a type of docs/providers.md.': '上游类型：见 docs/providers.md。',
  'the provider’s own': '提供商自己的地址',
  'Where its API is; a missing version suffix is added.': '上游 API 的地址；缺少的版本后缀会自动补上。',
  'The upstream’s key.': '上游的密钥。',
  'A file that holds the key, as seen from the configuration file. Not beside `api_key`.':
    '保存密钥的文件，路径相对于配置文件。不能与 `api_key` 同时使用。',
  'What only the channel’s provider understands: see below.': '仅该渠道的提供商才理解的设置，见下文。',
  'the catalogue of its provider': '提供商的模型目录',
  'What it serves: a list of names, `{name: upstream-name}` or `{name, upstream, like}`, where `like` names a known model of the same abilities.':
    '提供的模型列表：名称、`{名称: 上游名称}` 或 `{name, upstream, like}`，其中 `like` 指出能力相同的已知模型。',
  'Lower is tried first.': '数值小的先尝试。',
  'Share among channels of the same priority.': '在同一优先级的渠道之间的份额。',
  ms: '毫秒',
  'Until an answer begins, and its longest silence; the whole of it may take twelve times as long.':
    '到应答开始为止的时限，也是应答中最长的停顿；整个应答最多可用它的 12 倍时间。',
  'Off: checked, but never called.': '关闭时只检查，不调用。',
  'What logs and reports call its holder. Unique.': '日志和报表中对持有者的称呼，不可重复。',
  'What the client sends: at least 8 characters without spaces.':
    '客户端发送的密钥：至少 8 个字符，不含空格。',
  'by the client’s program': '取决于客户端程序',
  'Where pictures stand in chat answers (docs/image-generation.md).':
    '图片在聊天应答中的位置（docs/image-generation.md）。',
  'How long links to pictures work.': '图片链接的有效时长。',
  hours: '小时',
  'How long answers can be asked for again.': '应答可以被再次取回的时长。',
  'Jobs at work at once in one process.': '单个进程中同时执行的任务数。',
  'How targets of one priority are told apart (docs/routing.md).':
    '同一优先级的目标如何排序（docs/routing.md）。',
  'no file': '无配置文件',
  'The configuration file, YAML.': '配置文件，YAML 格式。',
  'Locks the secret in a backup, and unlocks it (docs/backup.md).':
    '加密备份中的密钥，恢复时用于解密（[backup](backup.zh-CN.md)）。',
  'Only models with an entry can be asked for and are listed. Off: those of every channel too.':
    '只能请求并列出有条目的模型。关闭时，各渠道的模型也可用。',
  'The secret of before, while stored credentials are sealed under it still.':
    '先前的密钥，在存储的凭据仍由它加密期间使用。',
  variable: '环境变量',
  flag: '命令行参数',
  'base URL': 'Base URL',
  type: '类型',
  provider: '提供商',
  'Name of the resource: its host is `{resource}.openai.azure.com`. A base URL says the same.':
    '资源名称：主机为 `{resource}.openai.azure.com`。也可以改用 base URL。',
  'A date (`2025-04-01-preview`) chooses the older, dated API; `preview` the newest fields of the v1 API. Default: v1.':
    '填日期（`2025-04-01-preview`）使用旧的按日期版本的 API；`preview` 使用 v1 API 的最新字段。默认 v1。',
  'What the key is: the own one of the resource, or an access token of Microsoft Entra.':
    '密钥的种类：资源自己的密钥，或 Microsoft Entra 的访问令牌。',
  'The deployment that draws where a text model is asked for pictures; without it text models only talk.':
    '向文本模型请求图片时负责绘图的部署；不设置则文本模型只输出文字。',
  'The model of that deployment.': '该部署所用的模型。',
  'AWS region the models are called in.': '调用模型的 AWS 区域。',
  'Makes the key of the channel the secret access key that signs requests; without it the key is a Bedrock API key.':
    '设置后，渠道密钥即为签名请求的 secret access key；不设置则渠道密钥是 Bedrock API key。',
  'Session token of temporary credentials.': '临时凭据的会话令牌。',
  '`invoke`: InvokeModel. `messages`: the Messages API on the same host. `mantle`: the same on the bedrock-mantle host.':
    '`invoke`：InvokeModel。`messages`：同一主机上的 Messages API。`mantle`：bedrock-mantle 主机上的 Messages API。',
  'Id of the Google Cloud project; without it the channel is in express mode, which knows API keys and Gemini only.':
    'Google Cloud 项目 ID；不设置则为 express 模式，只支持 API key 和 Gemini。',
  '`global`, `us`, `eu` or a region. New models come to `global` first.':
    '`global`、`us`、`eu` 或某个区域。新模型最先在 `global` 提供。',
  'Graph for drawing; default: a checkpoint, a sampler, a preview.':
    '绘图工作流；默认：checkpoint、sampler、preview 各一个节点。',
  'Graph for editing; default: the same, starting from the picture.':
    '编辑工作流；默认与绘图相同，但从输入图片开始。',
  setting: '设置项',
  'Shown in the console, also before signing in.': '显示在控制台中，登录前也可见。',
  'A session that is not used for this long is over.': '会话闲置超过这段时间即失效。',
  'A session is over after this time, whatever happens.': '无论如何，会话在这段时间后失效。',
  'Whether the button is there.': '是否显示该登录按钮。',
  'What the button says after "Sign in with".': '按钮上显示的提供方名称。',
  'Where `/.well-known/openid-configuration` is found.': '`/.well-known/openid-configuration` 所在的地址。',
  'What the provider calls this gateway.': '身份提供方为本网关分配的客户端 ID。',
  'Null: a public client.': 'null 表示公共客户端。',
  'What the provider is asked for.': '向身份提供方请求的 scope。',
  'Of e-mail addresses; empty: all.': '允许的邮箱域名；空为全部。',
  'Only addresses that the provider calls verified. Off: its word is taken for all of them.':
    '只接受身份提供方标记为已验证的邮箱。关闭则全部采信。',
  'Whoever the provider knows may join. Off: those who have an account or an invitation.':
    '身份提供方认识的任何人都可加入。关闭则仅限已有账号或受邀者。',
  'System role of those who join that way.': '以此方式加入者的系统角色。',
  'Projects of those who join that way.': '以此方式加入者所属的项目。',
  'Older entries are deleted.': '更早的记录会被删除。',
  'Older requests are deleted, those of pinned traces aside; sums for reports stay.':
    '更早的请求会被删除（固定的 trace 除外）；报表用的汇总保留。',
  section: '分组',
  'Requests that begin within a minute, over all nodes together.': '每分钟开始的请求数，所有节点合计。',
  'Tokens within a minute, over all nodes together.': '每分钟的 token 数，所有节点合计。',
  'Pictures within a minute, over all nodes together.': '每分钟的图片数，所有节点合计。',
  'Requests under way at once, over all nodes together.': '同时进行的请求数，所有节点合计。',
  'What is counted.': '计量的对象。',
  'When counting begins anew.': '重新计数的周期。',
  'How much of it: US dollars for `cost`, whole numbers for everything else.':
    '上限：`cost` 以美元计，其余为整数。',
  'What is kept of what clients and upstreams send: nothing, which bodies there were and how large, or all of it.':
    '客户端和上游发送的内容保存多少：不保存、只记录有哪些正文及其大小，或全部保存。',
  'Older bodies are deleted, those of pinned traces aside.': '更早的正文会被删除（固定的 trace 除外）。',
  'Older pictures are deleted, those of pinned traces aside.': '更早的图片会被删除（固定的 trace 除外）。',
  'Processes that serve: 1 to 256, or `auto` for one per core (docs/storage.md).':
    '提供服务的进程数：1 到 256，或 `auto`，每核一个（docs/storage.md）。',
  'How targets of one priority are told apart; null: as the configuration says.':
    '同一优先级的目标如何区分；null 表示按配置。',
  'Requests of one trace stay with the channel that served them last (`adaptive` alone).':
    '同一 trace 的请求留在上次服务它的渠道（仅 `adaptive`）。',
  'Most targets asked for one request; null: all. The profile of a key may say otherwise.':
    '一个请求最多询问多少目标；null 为全部。密钥的配置档可以另行规定。',
  'Longest wait for the same target where no other one seems well; 0: none.':
    '没有其他目标看起来健康时，对同一目标的最长等待；0 为不等。',
  'The same, where another target seems well.': '同上，有其他目标看起来健康时。',
  'How often one target is waited for.': '对一个目标最多等待几次。',
  'IANA name: of the days and months that budgets of channels count.':
    'IANA 时区名：渠道预算的天和月按它计算。',
  '`AH-Debug: true` is answered with the channels that were asked, and why (docs/routing.md).':
    '`AH-Debug: true` 会得到所问的渠道及原因（docs/routing.md）。',
  one: '一个',
  'Colour of buttons and links, as `#4f46e5`; the console makes it darker or lighter until it can be read. Null: its own.':
    '按钮和链接的颜色，例如 `#4f46e5`；控制台会自动调深或调浅以保证可读。null：使用默认颜色。',
  'Shown to whoever signs in, as plain text.': '显示给登录者的纯文本。',
  'Largest request body in MiB; null: as the configuration says.': '请求体上限（MiB）；null：按配置文件。',
  'Largest picture that is decoded, in millions of pixels; it takes four bytes each.':
    '可解码的最大图片，单位百万像素；每个像素占四字节。',
  'How long new links to pictures work; null: as the configuration says.':
    '新图片链接的有效小时数；null：按配置文件。',
  'Of every key that has no such quota of its own; null: none.': '适用于没有同类配额的每个密钥；null：不限。',
  'US dollars a day of every key that has no such quota of its own; null: none.':
    '没有同类配额的每个密钥每天可用的美元；null：不限。',
};
