//! Names that other systems have for fields.

use super::target::{ImportField, ImportKind};

/// What other systems call a field, the likeliest first; each in lower case, without blanks and signs.
pub(super) fn aliases(kind: ImportKind, field: ImportField) -> impl Iterator<Item = &'static str> {
    words(kind, field).split_whitespace()
}

#[expect(clippy::too_many_lines, reason = "one table, a line or two a field")]
fn words(kind: ImportKind, field: ImportField) -> &'static str {
    match field {
        ImportField::MemberNo => {
            "\
            会员号 会员编号 会员卡号 会员id 会员 卡号 客户编号 客户号 会员代码 客户id 會員編號 會員號 \
            會員卡號 卡號 memberno membernumber memberid member membershipno membershipnumber cardno \
            cardnumber card loyaltyid loyaltynumber customerno customernumber customerid customer vipno \
            vipid"
        }
        ImportField::Name => {
            "\
            姓名 会员姓名 客户姓名 名字 会员名称 客户名称 名称 會員姓名 顾客姓名 fullname membername \
            customername customerfullname displayname"
        }
        ImportField::Phone => {
            "\
            手机号 手机 手机号码 会员手机号 会员手机 联系电话 电话 电话号码 联系方式 手機 手機號碼 電話 \
            mobile mobileno mobilenumber mobilephone phoneno phonenumber telephone tel cell cellphone"
        }
        ImportField::Email => "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 電子郵件 電郵 信箱 mail emailaddress mailaddress",
        ImportField::Birthday => "生日 出生日期 出生年月日 会员生日 出生日 birthdate dateofbirth dob bday born",
        ImportField::JoinedOn => {
            "\
            入会时间 入会日期 入会日 注册时间 注册日期 开卡时间 开卡日期 办卡日期 加入时间 加入日期 入會日期 \
            入會時間 創建時間 创建时间 joined joindate joinedat joinedon joiningdate datejoined membersince \
            registered registeredat registrationdate signupdate enrolled enrolldate enrolmentdate \
            enrollmentdate createdat created"
        }
        ImportField::Store => {
            "\
            门店 门店名称 店铺 店铺名称 所属门店 消费门店 开卡门店 入会门店 归属门店 店名 门店编号 門店 分店 \
            shop storename shopname storecode storeid branch location outlet homestore"
        }
        ImportField::Channel => {
            "\
            渠道 渠道来源 来源 来源渠道 订单来源 消费渠道 注册渠道 入会渠道 销售渠道 通路 saleschannel \
            source"
        }
        ImportField::Tags => "标签 会员标签 客户标签 分组 標籤 tag labels label groups",
        ImportField::Consents => "授权 授权用途 同意 授权同意 consent purposes optins marketingconsent",
        ImportField::ReferrerNo => {
            "\
            推荐人 推荐人会员号 推荐人卡号 推荐会员 介绍人 推薦人 referrer referredby referrerid \
            introducedby"
        }
        ImportField::OpeningPoints => {
            "\
            期初积分 积分 可用积分 积分余额 当前积分 剩余积分 現有積分 積分 points pointsbalance \
            pointbalance availablepoints currentpoints balance"
        }
        ImportField::OpeningExpiresOn => {
            "积分到期日 积分有效期 积分有效期至 积分过期时间 pointsexpireon pointsexpiry pointsexpiration"
        }
        ImportField::OpenedOn => "积分日期 期初日期 pointsasof balancedate",
        ImportField::Tier => {
            "\
            等级 会员等级 当前等级 会员级别 级别 卡级别 会员卡等级 卡等级 会员类型 卡类型 等級 會員等級 \
            level memberlevel membertier membershiplevel membershiptier tiername grade"
        }
        ImportField::TierUntil => {
            "\
            等级到期日 等级有效期 等级有效期至 等级到期时间 会员有效期 有效期至 到期日 等級到期日 \
            tierexpires tierexpireson tierexpiry levelexpires tierenddate tiervalidto"
        }
        ImportField::OrderRef => {
            "\
            订单号 单号 订单编号 交易号 交易单号 流水号 小票号 交易流水号 销售单号 消费单号 訂單編號 單號 \
            訂單號 orderno ordernumber orderid order receiptno receiptnumber receipt transactionno \
            transactionid transaction invoiceno invoicenumber invoice ticketno billno reference"
        }
        ImportField::PurchasedAt => {
            "\
            消费时间 下单时间 交易时间 支付时间 付款时间 订单时间 购买时间 成交时间 销售时间 消费日期 \
            下单日期 交易日期 订单日期 购买日期 销售日期 付款日期 时间 日期 消費時間 交易時間 訂單日期 \
            日期時間 purchasedate purchasetime purchased orderdate ordertime orderedat transactiondate \
            transactiontime saledate saletime salesdate paidat paymentdate paymenttime invoicedate datetime \
            timestamp date time createdat"
        }
        ImportField::Amount => {
            "\
            实付金额 实收金额 实付 实收 消费金额 支付金额 付款金额 交易金额 成交金额 订单金额 应付金额 \
            应收金额 金额 总金额 总价 實付金額 消費金額 金額 amountpaid paidamount netamount totalamount \
            orderamount ordertotal grandtotal total amt sum price value spend"
        }
        ImportField::Kind => match kind {
            ImportKind::Purchases => {
                "\
            类型 交易类型 订单类型 单据类型 业务类型 消费类型 類型 交易類型 type transactiontype ordertype \
            saletype"
            }
            ImportKind::Feedback => "类型 题型 问卷类型 评价类型 指标 類型 type measure metric survey surveytype",
            ImportKind::Events => {
                "\
                类型 事件 事件类型 行为 行为类型 互动类型 類型 type event eventtype eventname action activity \
                activitytype interaction"
            }
            ImportKind::Members => "",
        },
        ImportField::RefundOf => {
            "\
            原单号 原订单号 原订单编号 原交易号 原始单号 退款原单 关联单号 原單號 originalorder \
            originalorderno originalorderid originalref originalreceipt refundedorder refundof parentorder"
        }
        ImportField::PointsPaid => {
            "\
            积分抵扣 积分抵扣金额 积分抵现 抵扣金额 积分支付 積分抵扣 paidwithpoints pointsdiscount \
            pointsused pointsamount"
        }
        ImportField::Ref if kind == ImportKind::Events => {
            "编号 事件编号 事件id 流水号 記錄編號 记录编号 id eventid reference eventref eventno logid no"
        }
        ImportField::Ref => "编号 问卷编号 答卷编号 反馈编号 評價編號 id responseid surveyid feedbackid reference no",
        ImportField::AnsweredAt => {
            "\
            回答时间 提交时间 评价时间 反馈时间 填写时间 时间 日期 提交日期 評價時間 answered submittedat \
            submitted submitdate responsedate responsetime completedat datetime timestamp date time \
            createdat"
        }
        ImportField::Score => "评分 分数 得分 打分 分值 評分 rating nps npsscore points stars",
        ImportField::Topic => "主题 话题 分类 问题分类 類別 category subject",
        ImportField::Text => {
            "\
            内容 原话 评价内容 反馈内容 意见 建议 留言 评论 评价 備註 备注 comment comments feedback remarks \
            remark message verbatim review"
        }
        ImportField::ChurnReason => "流失原因 离开原因 退会原因 churn reasonforleaving leavingreason cancelreason",
        ImportField::HappenedAt => {
            "\
            发生时间 事件时间 行为时间 互动时间 访问时间 到店时间 时间 日期 發生時間 at eventtime eventdate \
            eventat occurredat occurred clickedat visitedat datetime timestamp date time createdat"
        }
        ImportField::FollowUp => "回访 需要回访 希望回访 是否回访 followup callback contactme",
    }
}
